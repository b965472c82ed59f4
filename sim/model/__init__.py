"""The six-step cycle: parameters, stocks, steps, world. It knows no files, tables or charts."""

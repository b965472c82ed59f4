"""The tables of a report, free of any format: what a row is, and what every column means."""

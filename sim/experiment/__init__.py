"""What lanes to run, and running them: scenario in, tables out."""

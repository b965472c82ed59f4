"""Pictures of a run: table in, figure out; one file per figure, saving apart."""

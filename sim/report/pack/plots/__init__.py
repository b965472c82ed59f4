"""What a figure of the board pack shows: numbers, names and units, free of any format; a file per kind of figure."""

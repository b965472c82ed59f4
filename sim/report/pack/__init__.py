"""The board pack: chapters that a deck and a page lay out, free of any format."""

"""Native charts of a deck, which PowerPoint edits: chart markup, and the sheet behind it."""

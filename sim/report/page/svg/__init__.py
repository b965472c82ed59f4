"""Charts as SVG for a page or a notebook: pure functions of what they show and how wide, drawn without matplotlib."""

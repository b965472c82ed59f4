"""What people use in a notebook: sliders over a scenario."""

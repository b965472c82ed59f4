"""What tuned settings are worth, and what a limit on ruin costs."""

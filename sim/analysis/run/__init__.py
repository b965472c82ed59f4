"""What a run says: the summary of each policy, odds of a target, what the ranking owes to the terminal value."""

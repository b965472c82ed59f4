"""One model in several engines, side by side: what each costs, and how far cyclesim's lanes are from the limit."""

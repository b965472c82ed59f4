"""How sure a number is when replications share their luck: paired differences, samples drawn again, curves fitted."""

"""The uncertain inputs of a run, and what it is worth to know one."""

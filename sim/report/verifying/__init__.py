"""What `verify` is made of: readers of run folders and documents, the run done again, and the two compared."""

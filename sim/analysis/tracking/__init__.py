"""What a firm's own figures say about a run."""

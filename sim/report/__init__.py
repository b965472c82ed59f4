"""What people read: from a run to one document."""

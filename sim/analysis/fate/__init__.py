"""What becomes of a firm: growing, shrinking or holding, and when that is decided."""

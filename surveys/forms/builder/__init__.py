"""What the makers of a survey type."""

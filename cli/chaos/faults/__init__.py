"""What can go wrong: a small class for each kind."""

"""What changed, in one or two sentences."""

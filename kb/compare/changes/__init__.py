"""Matched lines told as changes, one by one and then seen over many lines: laid out differently, gone elsewhere."""

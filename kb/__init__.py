"""What is known: nouns, facts, and what is derived from them."""

__version__ = "0.1.0"

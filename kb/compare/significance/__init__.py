"""How much a change matters to practice, and the words that prove it."""

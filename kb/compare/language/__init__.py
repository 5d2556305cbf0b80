"""What sentences say: the words of the field, the facts in a text, the clause each stands in, words that count."""

"""Which words of two texts are the same: runs that a reader can follow and that give both texts back."""

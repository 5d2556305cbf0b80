"""Which line of one version is which line of the other: lines, sections, moves, parts."""

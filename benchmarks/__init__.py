"""Speed, measured as ratios against a peer in the same run. See README.md; each module is one benchmark."""

"""`python -m kb` is `reread`, also in a checkout that is not installed."""

from __future__ import annotations

from kb.cli import main

if __name__ == "__main__":
    main()

"""What to read again, why, and how long it takes.

items (one a chapter and edition) ──▶ concerning (who) ──▶ since (one a chapter) ──▶ files, site
   ├─ levels      how urgently: the log's words, raised or lowered by the text
   └─ passages    which sections, how many words, what to look for
"""

from __future__ import annotations

from kb.reading.audiences import Unmatched, audience_named, readership, unmatched
from kb.reading.items import reading_list
from kb.reading.since import asked_since, one_a_chapter

__all__ = [
    "Unmatched",
    "asked_since",
    "audience_named",
    "one_a_chapter",
    "readership",
    "reading_list",
    "unmatched",
]

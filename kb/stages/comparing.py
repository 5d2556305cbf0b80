"""Compare: what changed in each chapter, what log and text say of each other, and what to read again."""

from __future__ import annotations

from dataclasses import dataclass

from kb.history import History, before_our_time, histories
from kb.model import Finding, KnownEdition, ReadingItem, ReadingRules
from kb.reading import reading_list
from kb.reconcile import findings
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything derived from what is known of one source."""

    source: str
    histories: tuple[History, ...]
    editions: tuple[KnownEdition, ...]
    findings: tuple[Finding, ...]
    reading: tuple[ReadingItem, ...]

    @property
    def earlier(self) -> tuple[ReadingItem, ...]:
        """The items of editions from before the first collection, which are judged by the log's words alone."""
        firsts = [history.versions[0].first_seen.date() for history in self.histories if history.versions]
        first = min(firsts, default=None)
        return tuple(item for item in self.reading if item.edition_label and before_our_time(item.stated, first))


_RULES = ReadingRules()


def compare(store: Store, source: str, rules: ReadingRules = _RULES) -> Compared:
    """Derives changes, findings and the reading list of a source from the facts; `rules` are the workspace's own."""
    known = histories(store, source)
    editions = store.editions(source)
    found = findings(known, editions)
    return Compared(source, known, editions, found, reading_list(known, editions, found, rules))

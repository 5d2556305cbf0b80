"""What a person means: which source, which edition, which chapter."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from kb.errors import UsageError
from kb.identity import comparable_address, title_key
from kb.model import KnownChapter, KnownEdition
from kb.store import Store

_NEAR = 60

_LISTED = 5
"""How many names a message lists."""


def sources_named(store: Store, name: str | None) -> tuple[str, ...]:
    """The source a person names; where none is named, every source of which something is known. Raises UsageError."""
    known = store.sources()
    if name is None:
        return known
    if name not in known:
        names = ", ".join(known) or "nothing yet"
        raise UsageError(f"nothing is known of a source {name!r} (known: {names}): update or import it first")
    return (name,)


def editions_named(editions: Iterable[KnownEdition], name: str | None) -> tuple[KnownEdition, ...]:
    """The editions of a label ("October 2020") or date (2020-10); all of them for None. Raises UsageError."""
    known = tuple(editions)
    if name is None:
        return known
    wanted = name.strip().casefold()
    found = tuple(one for one in known if wanted in {one.label.casefold(), one.date, one.date[:7]})
    if not found:
        labels = list(dict.fromkeys(one.label for one in known))
        more = ", …" if len(labels) > _LISTED else ""
        listed = ", ".join(labels[:_LISTED]) + more if labels else "none yet"
        raise UsageError(f"no edition {name!r} in the amendment log (known: {listed}): name one of these")
    return found


def chapter_named(store: Store, name: str, source: str | None = None) -> KnownChapter:
    """The chapter a person names: a slug, number, title (also a former one, or the only one that contains the words) or
    address. Raises UsageError, naming the nearest titles, where it is none or more than one.
    """
    chapters = store.chapters(source)
    if not chapters:
        sources_named(store, source)
        raise UsageError("no chapter is known yet: run `reread update` or `reread import` first")
    for found in (
        [one for one in chapters if one.slug == name],
        [one for one in chapters if one.number and one.number == name.strip()],
        [one for one in chapters if title_key(one.title) == title_key(name)],
        _at_address(store, chapters, name),
        [one for one in chapters if title_key(name) in {title_key(title) for title in one.former_titles}],
        [one for one in chapters if title_key(name) and title_key(name) in title_key(one.title)],
    ):
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            which = ", ".join(f"{one.slug} ({one.source})" for one in found[:5])
            raise UsageError(f"{name!r} may be {which}: use one of these slugs, or --source")
    near = sorted(chapters, key=lambda one: -fuzz.token_set_ratio(title_key(name), title_key(one.title)))
    close = [one.title for one in near[:3] if fuzz.token_set_ratio(title_key(name), title_key(one.title)) >= _NEAR]
    advice = f"did you mean {' or '.join(repr(title) for title in close)}?" if close else "`reread chapters` lists them"
    raise UsageError(f"no chapter {name!r}: {advice}")


def _at_address(store: Store, chapters: tuple[KnownChapter, ...], name: str) -> list[KnownChapter]:
    if "/" not in name and ":" not in name:
        return []
    address = comparable_address(name if "://" in name or name.startswith("file:") else f"//{name}")
    return [one for one in chapters if store.addresses(one.source).get(address) == one.id]

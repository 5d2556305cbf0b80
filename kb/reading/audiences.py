"""Who a chapter concerns: audiences by parts, chapters, title words and citations, and what of them fits nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kb.citations import citations_in
from kb.errors import UsageError
from kb.history import History
from kb.identity import title_key
from kb.model import Audience, Citation
from kb.text import normalised

_NEAR = 0.6
"""From here (of 1) a name is offered for one that fits nothing."""
_NUMBER = re.compile(r"^(?:part|section|chapter)?\s*\d+(?:\.\d+)*[.:)]?\s*[-–:]?\s*")
"""A part's number before its name: "Part 4: ", "4. "."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Something an audience names that fits no chapter; `near` are the names that are like it."""

    audience: str
    what: str
    name: str
    near: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """One line: what, where, next step."""
        near = " or ".join(f"“{each}”" for each in self.near)
        advice = f"did you mean {near}?" if near else "correct it in reread.toml or take it out"
        return f"audience “{self.audience}”: no {self.what} “{self.name}” in any manual: {advice}"


def readership(audiences: Sequence[Audience], known: Iterable[History]) -> Mapping[int, tuple[str, ...]]:
    """For each chapter the audiences it concerns, in the order of their declaration."""
    if not audiences:
        return {}
    cites = _Cites()
    return {
        history.chapter.id: tuple(one.name for one in audiences if _concerns(one, history, cites)) for history in known
    }


def audience_named(audiences: Sequence[Audience], name: str) -> Audience:
    """The audience a person names, in small letters or not. Raises UsageError, with names that are like it."""
    for audience in audiences:
        if audience.name.casefold() == name.strip().casefold():
            return audience
    if not audiences:
        raise UsageError(f'no audience {name!r}: none is declared; add [audiences."{name}"] to reread.toml')
    near = difflib.get_close_matches(name, [one.name for one in audiences], n=2, cutoff=_NEAR)
    known = " or ".join(repr(each) for each in near) if near else ""
    listed = ", ".join(one.name for one in audiences)
    raise UsageError(f"no audience {name!r}: " + (f"did you mean {known}?" if known else f"declared are {listed}"))


def unmatched(audiences: Sequence[Audience], known: Iterable[History]) -> tuple[Unmatched, ...]:
    """What the audiences name that fits no chapter of any of the given manuals."""
    histories = tuple(known)
    cites = _Cites()
    parts = _distinct(one.chapter.part for one in histories)
    titles = _distinct(one.chapter.title for one in histories)
    found = []
    for audience in audiences:
        for what, name, fits in _tests(audience, cites):
            if not any(map(fits, histories)):
                names = {"part": parts, "chapter": titles}.get(what, ())
                found.append(Unmatched(audience.name, what, name, _near(name, names)))
    return tuple(found)


_Test = Callable[[History], bool]


def _concerns(audience: Audience, history: History, cites: _Cites) -> bool:
    return any(fits(history) for _, _, fits in _tests(audience, cites))


def _tests(audience: Audience, cites: _Cites) -> Iterator[tuple[str, str, _Test]]:
    """Each thing an audience names, as a test; the cheap ones first."""
    kinds: tuple[tuple[str, tuple[str, ...], Callable[[str, History], bool]], ...] = (
        ("part", audience.parts, _is_part),
        ("chapter", audience.chapters, _is_chapter),
        ("title with", audience.titles, _has_words),
        ("citation of", audience.citations, cites.fit),
    )
    for what, names, fits in kinds:
        for name in names:
            yield what, name, partial(fits, name)


def _is_part(name: str, history: History) -> bool:
    """With or without the part's number."""
    printed, wanted = normalised(history.chapter.part).casefold(), normalised(name).casefold()
    return bool(printed) and wanted in {printed, _NUMBER.sub("", printed), _number_of(printed)}


def _number_of(part: str) -> str:
    found = _NUMBER.match(part)
    return found[0].strip(" .:)-–") if found else part


def _is_chapter(name: str, history: History) -> bool:
    chapter = history.chapter
    key = title_key(name)
    titles = {title_key(title) for title in (chapter.title, *chapter.former_titles)}
    return name.strip() in {chapter.slug, chapter.number} or key in titles


def _has_words(words: str, history: History) -> bool:
    """Whole words in this order, the last one also in the plural."""
    chapter = history.chapter
    pattern = rf"\b{re.escape(normalised(words).casefold())}(?:e?s)?\b"
    return any(re.search(pattern, normalised(title).casefold()) for title in (chapter.title, *chapter.former_titles))


class _Cites:
    """What each chapter's text in force cites; read once, and only where somebody asks."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Citation, ...]] = {}

    def fit(self, wanted: str, history: History) -> bool:
        """Whether a chapter's text cites what is wanted: the authority, in the edition or section if one is named."""
        asked = citations_in(wanted)
        if asked:
            return any(_same(one, each) for one in asked for each in self._of(history))
        words = normalised(wanted).casefold()
        return any(words in f"{each.name} {each.edition}".casefold() for each in self._of(history))

    def _of(self, history: History) -> tuple[Citation, ...]:
        chapter_id = history.chapter.id
        if chapter_id not in self._found:
            text = history.text(history.versions[-1]) if history.versions else None
            blocks = "\n".join(block.text for block in text.blocks()) if text else ""
            self._found[chapter_id] = citations_in(blocks)
        return self._found[chapter_id]


def _same(asked: Citation, cited: Citation) -> bool:
    if (asked.kind, asked.name.casefold()) != (cited.kind, cited.name.casefold()):
        return False
    return asked.edition in {"", cited.edition} and asked.section in {"", cited.section}


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _near(name: str, names: Sequence[str]) -> tuple[str, ...]:
    folded = {_NUMBER.sub("", normalised(each).casefold()): each for each in names}
    wanted = _NUMBER.sub("", normalised(name).casefold())
    return tuple(folded[each] for each in difflib.get_close_matches(wanted, folded, n=2, cutoff=_NEAR))

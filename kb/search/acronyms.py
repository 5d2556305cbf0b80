"""The table of terms: acronyms, what they stand for, and what else the same thing is called."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.errors import SourceError
from kb.resources import data
from kb.search.analysis import STOP_WORDS, Vocabulary, by_first, folded, singular, term_of, words


class Role(StrEnum):
    """What a name is in its term: an acronym, the name in full, or something close but not the same."""

    SHORT = "short"
    LONG = "long"
    ALSO = "also"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a term.

    `key` is what it is found by: its words in the singular; a compound's joined; the acronym itself where only
    capitals mean it. `term` is what stands for it in the index. `fills` is how many words of a title it makes up (stop
    words not counted); `surfaces` are its words as one may type them.
    """

    key: str
    term: str
    shown: str
    role: Role
    fills: int = 1
    surfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning with all its names. `ambiguous` where an acronym of it may mean something else."""

    names: tuple[Name, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class TermTable:
    """All terms, and the compounds to be known even where a manual never hyphenates them."""

    terms: tuple[Term, ...]
    compounds: tuple[tuple[str, ...], ...] = ()

    def by_key(self) -> Mapping[str, tuple[tuple[Term, Name], ...]]:
        """Every name of the table under its key; a key may name several terms."""
        found: dict[str, tuple[tuple[Term, Name], ...]] = {}
        for term in self.terms:
            for name in term.names:
                found[name.key] = (*found.get(name.key, ()), (term, name))
        return found

    def capitals(self) -> frozenset[str]:
        """The acronyms that count only in capitals."""
        return frozenset(name.key for term in self.terms for name in term.names if name.key.isupper())

    def vocabulary(self, compounds: Iterable[tuple[str, ...]] = ()) -> Vocabulary:
        """What the analysis must recognise: the table's phrases and compounds, with those found in a manual."""
        phrases = (tuple(name.key.split(" ")) for term in self.terms for name in term.names)
        joined = (tuple(term_of(word) for word in compound) for compound in (*self.compounds, *compounds))
        return Vocabulary(by_first(phrases), by_first(joined), self.capitals())

    def spoken(self) -> frozenset[str]:
        """Every word of the table: none of them is misspelt, although a manual may not have it."""
        return frozenset(word for term in self.terms for name in term.names for word in name.surfaces if word.isalpha())


def shipped_terms() -> TermTable:
    """The table that comes with the product; SourceError where its file is damaged."""
    return read_terms(data().joinpath("acronyms.toml").read_text(encoding="utf-8"), "data/acronyms.toml")


def read_terms(text: str, name: str) -> TermTable:
    """A table out of its TOML form; SourceError says what is wrong in the file called `name`."""
    try:
        declared = tomllib.loads(text)
        compounds = tuple(tuple(compound.split()) for compound in declared.get("compounds", ()))
        terms = tuple(_term(row, frozenset(compounds)) for row in declared.get("term", ()))
    except (tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
        raise SourceError(f"The table of terms {name} cannot be used: {error}; correct it and try again.") from error
    return TermTable(terms, compounds)


def with_own(table: TermTable, own: Iterable[tuple[str, tuple[str, ...]]]) -> TermTable:
    """The table with a workspace's own acronyms, each with what it stands for there.

    An acronym means only what the workspace says: where the table has it for something else, it is taken from that.
    """
    made = tuple(_term({"short": [short], "long": list(long)}, frozenset(table.compounds)) for short, long in own)
    taken = {name.key.casefold() for term in made for name in term.names if name.role is Role.SHORT}
    kept = (
        replace(term, names=tuple(n for n in term.names if n.role is not Role.SHORT or n.key.casefold() not in taken))
        for term in table.terms
    )
    return TermTable((*(term for term in kept if term.names), *made), table.compounds)


def _term(row: Mapping[str, object], compounds: frozenset[tuple[str, ...]]) -> Term:
    unknown = set(row) - {"short", "long", "also", "ambiguous", "capitals"}
    if unknown or not row.get("long"):
        raise ValueError(f"a [[term]] needs `long` and knows no {sorted(unknown)}: {dict(row)}")
    capitals = row.get("capitals") is True
    names = (name for role in Role for name in _names(row.get(role.value, ()), role, capitals, compounds))
    return Term(tuple(names), row.get("ambiguous") is True)


def _names(listed: object, role: Role, capitals: bool, compounds: frozenset[tuple[str, ...]]) -> Iterator[Name]:
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        if listed == ():
            return
        raise ValueError(f"`{role}` must be a list of names, not {listed!r}")
    for name in listed:
        surfaces = tuple(word.surface for word in words(name))
        if not surfaces:
            raise ValueError(f"`{role}` has a name without words: {name!r}")
        fills = sum(1 for surface in surfaces if surface not in STOP_WORDS) or 1
        if surfaces in compounds:
            surfaces = ("".join(surfaces),)
        only_capitals = capitals and role is Role.SHORT and folded(name).isalpha()
        key = name.upper() if only_capitals else " ".join(singular(word) for word in surfaces)
        term = key if only_capitals else term_of(" ".join(surfaces))
        yield Name(key, term, name, role, fills, () if only_capitals else surfaces)

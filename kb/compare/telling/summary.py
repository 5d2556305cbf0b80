"""One or two sentences that say what changed: the most serious first, in plain English, with exact numbers.

What a duty was and is stands first, section by section; then what came, went and moved; then what is only counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.compare.alignment.lines import HEADING
from kb.compare.citing import labelled, named
from kb.compare.telling.columns import Columns, columns_changed
from kb.compare.telling.counting import (
    Gaps,
    count,
    counts,
    is_lone,
    link_reasons,
    links_in,
    links_only,
    only_noun,
    section_key,
    stays,
    told_in,
    where_in,
)
from kb.compare.telling.outline import LISTED, Clause, numbering, retitling, same_text, whole_sections
from kb.compare.telling.tellings import BESIDE, CHANGED, STRONG, How, Tellings, Told, by_weight, uncancelled
from kb.compare.telling.topics import topic
from kb.model import Change, ChangeKind, SectionRef, Significance, Stats

LENGTH = 380
"""A summary is about so many characters long at most; what has no room is counted."""
MOST = 420
"""No summary is longer: one that a single long title or clause makes longer is cut."""
FIRST_SENTENCE = 190
"""So many of them are for the first sentence, unless its first clause alone is longer."""
NAMED_FACTS = 3
"""So many things that bind are named for each section."""
ROOM = 160
"""So many characters of what is another thing than before are listed, unless the first alone is longer."""
MANY = 300
"""More changes than this in one section are only counted."""
NAMED_PLACES = 50
"""Where duties are only counted their sections are named in up to so many characters,"""
NAMED_MOST = 4
"""and up to so many of them."""
NAMED_SECTIONS = 2
"""Up to so many sections with nothing to tell but counts get a clause each; more are counted together."""
SHORT = 80
"""What is said of a section in less has its title beside it; where a duty changed, if the words do not say which."""
PAGE = 200
"""From so many words on a text can be called re-written,"""
NEW_SHARE, GONE_SHARE = 0.5, 0.4
"""where so much of the new words and so much of the old ones is not in the other text."""
_WEIGHTY = frozenset((Significance.DUTY, Significance.SUBSTANTIVE))
_OF_PLACE = frozenset((ChangeKind.MOVED, ChangeKind.RENUMBERED))


def summary(changes: Sequence[Change], stats: Stats) -> str:
    """What the changes amount to, in at most two sentences and `MOST` characters; "" only if there are none."""
    made = _summary(changes, stats)
    return made if len(made) <= MOST else f"{made[: MOST - 1].rpartition(' ')[0]}…"


def _summary(changes: Sequence[Change], stats: Stats) -> str:
    counting = [change for change in changes if change.before or change.after or link_reasons(change)]
    if not counting:
        return "The layout of the opening text changed." if changes else ""
    if all(links_only(change) for change in counting):
        return f"Only links changed{where_in(c.section for c in counting)}: {links_in(counting)}."
    rewritten = _rewritten(stats)
    clauses = _clauses(counting, changes, rewritten=rewritten)
    if all(c.kind in _OF_PLACE and same_text(_without_label(c)) for c in counting):
        return _sentence([*(clause.text for clause in clauses), "no word changed"])
    return " ".join(_sentence(parts) for parts in _fitted(clauses, counting, _opening(rewritten)) if parts)


def sentence(changes: Sequence[Change], stats: Stats) -> str:
    """The same as a summary in one sentence, so that both tell and count the same things."""
    counting = [change for change in changes if change.before or change.after or link_reasons(change)]
    if not counting or all(links_only(change) for change in counting):
        return summary(changes, stats)
    rewritten = _rewritten(stats)
    sentences = _fitted(_clauses(counting, changes, rewritten=rewritten), counting, _opening(rewritten))
    return _sentence([part for parts in sentences for part in parts])


def _without_label(change: Change) -> Change:
    """A moved or renumbered heading without the label that is printed in front of it."""
    if change.block != HEADING:
        return change
    ends = ((change.before, change.section.before), (change.after, change.section.after))
    before, after = ((text or "").removeprefix(label or "") for text, label in ends)
    return Change(change.kind, change.section, change.block, before, after)


def _rewritten(stats: Stats) -> str:
    """The share of new words where the text was written again; "" where it was not."""
    if min(stats.words_before, stats.words_after) < PAGE:
        return ""
    new, gone = stats.words_added / stats.words_after, stats.words_removed / stats.words_before
    return f"{new:.0%}" if new >= NEW_SHARE and gone >= GONE_SHARE else ""


def _opening(rewritten: str) -> str:
    return f"Re-written, {rewritten} of the words are new" if rewritten else ""


# --- fitting clauses into two sentences


def _fitted(clauses: Sequence[Clause], changes: Sequence[Change], opening: str) -> list[list[str]]:
    """The clauses of two sentences, as many as there is room for; the others are counted."""
    duties = [clause for clause in clauses if clause.weight == CHANGED] or list(clauses[: 1 if not opening else 2])
    first = _room(duties, FIRST_SENTENCE - len(opening))
    left = [clause for clause in clauses if clause not in first]
    room = LENGTH - len(opening) - sum(len(clause.text) + 2 for clause in first)
    second = _room(left, room, at_least=0)
    made = _two_sentences(opening, first, second, changes)
    while len(second) > 1 and _over(made) > 0:  # what matters least makes room first
        second = second[:-1]
        made = _two_sentences(opening, first, second, changes)
    while second and (over := _over(made)) > 0:
        room -= over
        second = _room(left, room, at_least=0)
        made = _two_sentences(opening, first, second, changes)
    return made


def _over(made: Sequence[Sequence[str]]) -> int:
    """How many characters longer than a summary should be the sentences are."""
    return sum(len(part) + 2 for parts in made for part in parts) - LENGTH


def _two_sentences(
    opening: str, first: Sequence[Clause], second: Sequence[Clause], changes: Sequence[Change]
) -> list[list[str]]:
    told = {id(change) for clause in (*first, *second) for change in clause.told}
    rest = [change for change in changes if id(change) not in told]
    sentences = [[opening, *(clause.text for clause in first)], [clause.text for clause in second]]
    if rest:
        sentences[1].append(_more(rest))
    return [[part for part in parts if part] for parts in sentences]


def _room(clauses: Sequence[Clause], characters: int, at_least: int = 1) -> list[Clause]:
    """The clauses, in their order, that have room; `at_least` the first so many."""
    kept: list[Clause] = []
    for clause in clauses:
        used = sum(len(one.text) + 2 for one in kept)
        if len(kept) < at_least or used + len(clause.text) <= characters:
            kept.append(clause)
    return kept


def _more(everything: Sequence[Change]) -> str:
    """What is only counted, and in which sections duties are among it; what changes no meaning is counted apart."""
    rest = [change for change in everything if _has_substance(change)]
    if not rest:
        where = {section_key(change) for change in everything}
        return f"{count(len(everything), 'more minor change')} in {count(len(where), 'section')}"
    counted, besides = _more_of_substance(rest), len(everything) - len(rest)
    return f"{counted}; plus {count(besides, 'minor one')}" if besides else counted


def _has_substance(change: Change) -> bool:
    return change.significance in _WEIGHTY and not (change.kind in _OF_PLACE and same_text(change))


def _more_of_substance(rest: Sequence[Change]) -> str:
    sections = len({section_key(change) for change in rest})
    duties = [change for change in rest if change.significance is Significance.DUTY]
    where = "1 section" if sections == 1 else f"{sections} sections"
    counted = f"{count(len(rest), 'more change')} in {where}"
    if not duties or len(rest) == 1:
        return counted
    if len(duties) == len(rest):
        return f"{counted}; all of them change what staff must do"
    verb = "changes" if len(duties) == 1 else "change"
    fewer = len({section_key(change) for change in duties}) < sections
    return f"{counted}; {len(duties)} of them {verb} what staff must do{_places(duties) if fewer else ''}"


def _places(changes: Sequence[Change]) -> str:
    """The first of the sections in brackets: " (Sections 1, 2 and 5, and 3 more)"; "" where their names are long."""
    names = list(dict.fromkeys(named(change.section, title=False) for change in changes))
    for shown in range(len(names) if len(names) <= NAMED_MOST else NAMED_MOST - 1, 0, -1):
        more = f", and {len(names) - shown} more" if shown < len(names) else ""
        places = f" ({labelled(names[:shown])}{more})"
        if len(places) <= NAMED_PLACES:
            return places
    return ""


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('…') else '.'}"


# --- clauses


def _clauses(changes: Sequence[Change], everything: Sequence[Change], *, rewritten: str) -> list[Clause]:
    """All there is to say, the most serious first; each change is told by one clause."""
    made: list[Clause] = []
    rest = list(changes)
    tellings = Tellings()
    for some in (whole_sections(rest, in_list, STRONG if rewritten else 2, tellings), numbering(rest), retitling(rest)):
        made += some
    covered = {id(change) for clause in made for change in clause.told}
    rest = [change for change in rest if id(change) not in covered]
    links = tuple([change for change in rest if links_only(change)])
    if links:
        made.append(Clause(4, links[0].significance.rank, _links(links), links))
    told = {id(change) for change in links}
    groups: dict[str, list[Change]] = {}
    stayed = stays(rest)
    for change in rest:
        if id(change) not in told:
            groups.setdefault(told_in(change, stayed), []).append(change)
    elsewhere = frozenset(uncancelled(tellings.of_all(rest))) if rewritten else frozenset()
    made += _in_sections(list(groups.values()), _Known(Gaps(everything), tellings), elsewhere)
    return sorted(made, key=lambda clause: (clause.weight, -clause.rank))


def _links(changes: Sequence[Change]) -> str:
    return f"links changed{where_in(change.section for change in changes)}: {links_in(changes)}"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up of changes again and again."""

    gaps: Gaps
    tellings: Tellings


def _in_sections(groups: Sequence[Sequence[Change]], known: _Known, elsewhere: frozenset[Told]) -> list[Clause]:
    """Clauses for what happened inside sections: one each, or one for all that say the same or can only be counted.

    `elsewhere` is what came or went of a text written again, less what both came and went somewhere.
    """
    said: dict[str, list[tuple[SectionRef, Sequence[Change], list[Told]]]] = {}
    seen: set[tuple[How, str]] = set()
    for group in groups:
        few = group if len(group) <= MANY else ()
        columns = columns_changed(few) if not elsewhere else []
        by_columns = {id(change) for one in columns for change in one.told}
        rest = [change for change in group if id(change) not in by_columns] if by_columns else group
        found = uncancelled(known.tellings.of_all(rest if few else ()))
        if elsewhere:
            found = [told for told in found if told.how is How.CHANGED or told in elsewhere]
            found = [told for told in found if (told.how, told.core) not in seen]
            seen |= {(told.how, told.core) for told in found}
        body = _said(rest, found, known, counted=not elsewhere) if rest else ""
        body = "; ".join([*(_in_columns(one, known) for one in columns), *([body] if body else [])])
        said.setdefault(body if found or columns else "", []).append((_section(group), group, found))
    made = []
    for body, same in said.items():
        if not body and elsewhere:
            continue
        if not body and len(same) > NAMED_SECTIONS:
            made.append(_together([(section, group) for section, group, _ in same], known.gaps))
            continue
        for part in [same] if body else [[one] for one in same]:
            text = body or _said(part[0][1], [], known, counted=True)
            told = tuple(change for _, group, _ in part for change in group)
            weight = _weight(part[0][2], part[0][1])
            titled = (weight != CHANGED and "(" in text) or (len(text) < SHORT and _wants_title(weight, part[0][2]))
            if len(part) == 1:
                name, row = named(part[0][0], title=titled), _only_row(part[0][2], part[0][1])
            else:
                name, row = labelled([named(section, title=False) for section, _, _ in part]), ""
            if row:
                name, text = f"{name}, table row “{row}”", text.replace(f"row “{row}”: ", "").replace(f"“{row}” ", "")
            if elsewhere:  # what is not told of these sections is counted
                said_here = set(part[0][2])
                told = tuple(
                    change
                    for change in told
                    if any(one in elsewhere or one in said_here for one in known.tellings.of(change))
                )
            made.append(Clause(weight, max(c.significance.rank for c in told), f"{name}: {text}", told))
    return made


def _section(group: Sequence[Change]) -> SectionRef:
    """The section as it is now, where one of the changes says so: what went off from a split line does not."""
    here = [change for change in group if change.after is not None]
    for change in here:
        if change.moved_from is None or change.kind is not ChangeKind.SPLIT:
            return change.section
    return (here or group)[0].section


def _wants_title(weight: int, found: Sequence[Told]) -> bool:
    """Whether the title of a section helps: where a duty changed, only if the words do not say which."""
    return weight != CHANGED or any(told.bare and not told.row for told in found)


def _in_columns(columns: Columns, known: _Known) -> str:
    """What happened to a table's columns, with what binds that came or went by it."""
    facts = _facts([told for told in uncancelled(known.tellings.of_all(columns.told)) if told.how is not How.CHANGED])
    return f"{columns.text} ({facts})" if facts else columns.text


def _weight(found: Sequence[Told], group: Sequence[Change]) -> int:
    weights = [told.weight for told in found]
    if CHANGED in weights:
        return CHANGED
    altered = any(c.significance is Significance.DUTY and c.kind is not ChangeKind.ADDED for c in group)
    return STRONG if STRONG in weights or altered else 2 if BESIDE not in weights and weights else BESIDE


def _only_row(found: Sequence[Told], group: Sequence[Change]) -> str:
    rows = {told.row for told in found}
    return next(iter(rows)) if len(rows) == 1 and len(group) == 1 else ""


def _together(groups: Sequence[tuple[SectionRef, Sequence[Change]]], gaps: Gaps) -> Clause:
    """One clause for many sections in which things can only be counted."""
    told = tuple(change for _, group in groups for change in group)
    where = where_in(section for section, _ in groups)
    return Clause(BESIDE, max(c.significance.rank for c in told), f"{counts(told, gaps)}{where}", told)


def _said(group: Sequence[Change], found: Sequence[Told], known: _Known, *, counted: bool) -> str:
    """What happened in a section: what is another one now, the counts of what else, what came and went with it."""
    how = How.CHANGED
    changed = sorted([told for told in found if told.how is how], key=lambda told: told.weight)
    texts = [f"row “{told.row}”: {told.text}" if told.row else told.text for told in changed]
    lead = in_list(texts, characters=ROOM)
    if lead and not counted:
        found = by_weight(found)[: len(changed) + 2]
    if not counted:
        return "; ".join(part for part in (lead, _facts(found)) if part)
    beside = group
    if changed:
        beside = [change for change in group if not any(told.how is how for told in known.tellings.of(change))]
    if not beside:
        return "; ".join(part for part in (lead, _facts(found)) if part)
    bodies: list[str] = []
    untold = [told for told in found if told.how is not how]
    for some in ([c for c in beside if not is_lone(c)], [c for c in beside if is_lone(c)]):
        if some:
            mine = {(told.how, told.core) for told in known.tellings.of_all(some)} if untold else set()
            facts = _facts([told for told in untold if (told.how, told.core) in mine])
            untold = [told for told in untold if (told.how, told.core) not in mine]
            noun = only_noun(beside) if bodies else ""
            counted_here = counts(some, known.gaps, noun)
            bodies.append(_with_facts(counted_here, facts) if facts else counted_here + _about(some))
    new = _facts(untold)
    return "; ".join(part for part in (lead, new, ", ".join(bodies)) if part)


def _with_facts(counted: str, facts: str) -> str:
    """What was counted with what binds in it, in one pair of brackets."""
    return f"{counted[:-1]}; {facts})" if counted.endswith(")") else f"{counted} ({facts})"


def _about(some: Sequence[Change]) -> str:
    """What lines that only came, or only went, are about: " on early help"."""
    if {change.kind for change in some} not in ({ChangeKind.ADDED}, {ChangeKind.REMOVED}):
        return ""
    about = topic(change.after or change.before or "" for change in some)
    return f" on {about}" if about and about.casefold() not in some[0].section.title.casefold() else ""


def _facts(found: Sequence[Told]) -> str:
    """ "new: within 5 working days; no longer: every 6 months"."""
    parts = []
    for how in (How.NEW, How.GONE) if found else ():
        texts = [_in_row(told) for told in by_weight(told for told in found if told.how is how)]
        if texts:
            parts.append(f"{how}: {in_list(texts)}")
    return "; ".join(parts)


def _in_row(told: Told) -> str:
    return f"“{told.row}” {told.text}" if told.row else told.text


def in_list(texts: Sequence[str], most: int = NAMED_FACTS, characters: int = LISTED) -> str:
    """The first few, with how many more there are; "" for nothing."""
    if not texts:
        return ""
    distinct = list(dict.fromkeys(texts))
    shown = [
        text for at, text in enumerate(distinct[:most]) if not at or len(", ".join(distinct[: at + 1])) <= characters
    ]
    more = len(distinct) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

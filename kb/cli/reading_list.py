"""`reread reading-list`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.frame import Day, Frame, as_json_text, counted, in_words, json_option, pass_frame, source_option
from kb.model import Level, ReadingItem, ReadingRules

if TYPE_CHECKING:
    from kb.stages.comparing import Compared

_FORMATS = ("text", "json", "csv", "xlsx", "html")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which items somebody wants to see."""

    edition: str | None
    since: date | None
    level: Level | None
    audience: str | None
    earlier: bool

    @property
    def is_ours(self) -> bool:
        """Whether only editions since the first collection are meant: nothing else was named."""
        return not (self.earlier or self.edition or self.since)

    @property
    def in_words(self) -> str:
        """What was asked for, as a heading says it."""
        parts = (
            self.audience or "",
            f"edition {self.edition}" if self.edition else "",
            f"since {in_words(self.since)}" if self.since else "",
            f"level {self.level.value} and stronger" if self.level else "",
        )
        named = [part for part in parts if part]
        if not (self.edition or self.since):
            named.append("editions since the first collection" if self.is_ours else "every edition")
        return ", ".join(named)


@dataclass(frozen=True, slots=True)
class _Found:
    """The items somebody asked for, and those of earlier editions that are left out unless they are asked for."""

    items: tuple[ReadingItem, ...]
    left_out: tuple[ReadingItem, ...]

    @property
    def besides(self) -> str:
        """What is left out and how to ask for it; "" where nothing is."""
        if not self.left_out:
            return ""
        to_read = sum(item.level.asks_for_reading for item in self.left_out)
        return (
            f"left out: {counted(len(self.left_out), 'item')} ({to_read} to read) of editions from before the first "
            "collection, of which only the log can tell: --earlier adds them, --edition shows one edition"
        )


@click.command("reading-list")
@click.option("--edition", help='Only this edition, as printed ("October 2020") or dated (2020-10).')
@click.option("--earlier", is_flag=True, help="Also editions from before the first collection, by the log's own words.")
@click.option("--since", type=Day(), help="What came since this day: one item a chapter, over all editions.")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="Only this level and stronger ones.")
@click.option("--audience", help="Only what concerns this audience (the name of its table in reread.toml).")
@source_option
@click.option("--format", "form", type=click.Choice(_FORMATS), help="How to write it; text, if not given.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file; xlsx needs one.")
@json_option
@pass_frame
def command(
    frame: Frame,
    edition: str | None,
    earlier: bool,
    since: datetime | None,
    level: str | None,
    audience: str | None,
    source: str | None,
    form: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show what to read again, why, and how long it takes.

    Of editions from before the first collection only the log can tell: without --edition or --since they are left out,
    unless --earlier asks for them. With --since, what changed in a chapter in several editions is one item, and what
    was changed back asks for nothing.
    """
    from kb.reading import audience_named

    form = _form(form, as_json, out)
    rules = frame.workspace.config().reading
    chosen = audience_named(rules.audiences, audience).name if audience else None
    asked = _Asked(edition, since.date() if since else None, Level(level) if level else None, chosen, earlier)
    found = _found(frame, asked, source, rules)
    made = _made(form, found, asked, rules)
    if out is None:
        click.echo(made, nl=False)
    else:
        _write(out, made)
        frame.progress.say(f"{counted(len(found.items), 'item')} in {out}")
    if found.besides and (form != "text" or out is not None):
        frame.progress.say(found.besides)


def _form(form: str | None, as_json: bool, out: Path | None) -> str:
    if as_json and form not in {None, "json"}:
        raise click.UsageError(f"--json and --format {form} contradict each other: give one of them")
    if form == "xlsx" and out is None:
        raise click.UsageError("a workbook is not text: name its file with --out")
    return "json" if as_json else form or "text"


def _found(frame: Frame, asked: _Asked, source: str | None, rules: ReadingRules) -> _Found:
    from kb.naming import editions_named, sources_named
    from kb.stages.comparing import compare

    with frame.workspace.store(must_exist=True) as store:
        compared = [compare(store, name, rules) for name in sources_named(store, source)]
        named = editions_named((one for derived in compared for one in derived.editions), asked.edition)
        labels = {one.label for one in named} if asked.edition else None
        items = [item for derived in compared for item in _of(derived, asked.since, labels, rules)]
        if asked.audience:
            _tell_unmatched(frame, compared, asked.audience, rules)
    earlier = {id(item) for derived in compared for item in derived.earlier} if asked.is_ours else set()
    wanted = [item for item in items if _is_wanted(item, asked)]
    return _Found(
        items=tuple(item for item in wanted if id(item) not in earlier),
        left_out=tuple(item for item in wanted if id(item) in earlier),
    )


def _is_wanted(item: ReadingItem, asked: _Asked) -> bool:
    weakest = asked.level.rank if asked.level else Level.NONE.rank
    return item.level.rank <= weakest and (asked.audience is None or asked.audience in item.audiences)


def _of(derived: Compared, since: date | None, labels: set[str] | None, rules: ReadingRules) -> tuple[ReadingItem, ...]:
    from kb.reading import asked_since, one_a_chapter

    items = tuple(item for item in derived.reading if labels is None or item.edition_label in labels)
    return one_a_chapter(asked_since(items, since), derived.histories, rules) if since else items


def _tell_unmatched(frame: Frame, compared: list[Compared], audience: str, rules: ReadingRules) -> None:
    """What of an audience's declaration fits nothing: else its list would be short without a word."""
    from kb.reading import unmatched

    known = [history for derived in compared for history in derived.histories]
    for each in unmatched([one for one in rules.audiences if one.name == audience], known):
        frame.progress.say(each.in_words)


def _made(form: str, found: _Found, asked: _Asked, rules: ReadingRules) -> str | bytes:
    from kb.handouts import as_csv, as_page, as_workbook, handout

    if form == "json":
        return as_json_text([_json(item, rules) for item in found.items])
    if form == "text":
        return _text(found, rules)
    sheet = handout(found.items, "What to read again", asked.in_words, rules.words_a_minute)
    writers = {"csv": as_csv, "xlsx": as_workbook, "html": as_page}
    return writers[form](sheet)


def _write(out: Path, made: str | bytes) -> None:
    from kb.errors import UsageError

    try:
        out.write_bytes(made if isinstance(made, bytes) else made.encode())
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}: name another file with --out") from error


# --- text


def _text(found: _Found, rules: ReadingRules) -> str:
    to_read = [item for item in found.items if item.level.asks_for_reading]
    others = [item for item in found.items if not item.level.asks_for_reading]
    lines = [line for item in to_read for line in _item_lines(item)]
    if others:
        lines += [*([""] if lines else []), "also changed, no need to read again:"]
        lines += [line for item in others for line in _item_lines(item)]
    minutes = counted(sum(item.minutes for item in to_read), "minute")
    chapters = len({(item.source, item.chapter_id) for item in to_read})
    where = f" in {counted(chapters, 'chapter')}" if chapters < len(to_read) else ""
    total = f"{counted(len(to_read), 'item')} to read{where}, {minutes} at {rules.words_a_minute} words a minute"
    besides = f"; {len(others)} more changed" if others else ""
    return "\n".join([*lines, f"{total}{besides}", *([found.besides] if found.besides else []), ""])


def _item_lines(item: ReadingItem) -> list[str]:
    when = ", ".join(item.editions) or f"{item.since} (not in the log)"
    time = f" ({item.minutes} min)" if item.minutes else ""
    lines = [f"{when}  {item.level.value:8} {item.title}{time}"]
    if item.look_for:
        lines.append(f"    look for: {item.look_for}")
    if item.sections:
        lines.append(f"    sections: {_names(item.sections)}")
    if item.also:
        lines.append(f"    also changed, no need to read: {_names(item.also)}")
    lines += [f"    {reason}" for reason in item.reasons]
    if item.audiences:
        lines.append(f"    for: {', '.join(item.audiences)}")
    return lines


def _names(sections: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(" ".join(part for part in one if part) or "opening text" for one in sections)


# --- JSON


def _json(item: ReadingItem, rules: ReadingRules) -> dict[str, object]:
    step = item.step
    return {
        "source": item.source,
        "chapter": item.slug,
        "title": item.title,
        "level": item.level.value,
        "reasons": list(item.reasons),
        "sections": [{"label": label, "title": title} for label, title in item.sections],
        "also_changed": [{"label": label, "title": title} for label, title in item.also],
        "minutes": item.minutes,
        "words": item.words,
        "words_a_minute": rules.words_a_minute,
        "since": item.since.isoformat(),
        "edition": item.edition_label,
        "editions": list(item.editions),
        "amendment": item.amendment_id,
        "finding": item.finding.value if item.finding else None,
        "look_for": item.look_for,
        "said": item.said,
        "versions": {"before": step.before, "after": step.after, "text": step.text_id} if step else None,
        "seen_on": step.seen_on.isoformat() if step else None,
        "audiences": list(item.audiences),
    }

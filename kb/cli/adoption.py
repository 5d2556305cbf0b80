"""`reread adoption`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from kb.cli.frame import Day, Frame, counted, json_option, pass_frame, print_json
from kb.errors import UsageError
from kb.model import NationalAmendment, Uptake, UptakeState

if TYPE_CHECKING:
    from kb.stages.comparing import Compared


@click.command()
@click.option("--chapter", help="Only chapters with these words in the title.")
@click.option("--since", type=Day(), help="Only amendments that the first manual took up in this day's month or later.")
@click.option("--missing", metavar="SOURCE", help="Only what this manual has not taken up yet.")
@click.option("--citing", metavar="WORDS", help='Only amendments that cite this ("Working Together").')
@json_option
@pass_frame
def command(
    frame: Frame, chapter: str | None, since: datetime | None, missing: str | None, citing: str | None, as_json: bool
) -> None:
    """Show which manuals have taken up a national amendment.

    An amendment is told here once two manuals' logs name it, with the edition that brought it, and who has not got it.
    "Not known" is said of a manual whose log we did not see at the time.
    """
    from kb.naming import sources_named
    from kb.stages.adopting import adoption
    from kb.stages.comparing import compare

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, None)
        if missing is not None:
            sources_named(store, missing)
        if len(names) < 2:
            raise UsageError(
                "adoption holds manuals against each other, and one is known: add another with `reread add`"
            )
        compared: list[Compared] = [compare(store, name) for name in names]
        found = adoption(store, compared)
    shown = [
        one
        for one in found
        if (chapter is None or chapter.casefold() in one.title.casefold())
        and (since is None or one.since[:7] >= f"{since:%Y-%m}")
        and (citing is None or any(citing.casefold() in cited.in_words.casefold() for cited in one.citations))
        and (missing is None or _lacks(one, missing))
    ]
    if as_json:
        print_json([_json(one) for one in shown])
        return
    for one in shown:
        _print(one)
    click.echo(f"{counted(len(shown), 'national amendment')} in {counted(len(names), 'manual')}")


def _lacks(amendment: NationalAmendment, source: str) -> bool:
    return any(one.source == source and one.state is UptakeState.NOT_YET for one in amendment.uptakes)


def _print(amendment: NationalAmendment) -> None:
    click.echo(f"{amendment.since}  {amendment.title or 'a chapter whose title the logs have lost'}")
    click.echo(f"    first said: {amendment.detail}")
    if amendment.citations:
        click.echo(f"    reason: {'; '.join(one.in_words for one in amendment.citations)}")
    for uptake in amendment.uptakes:
        click.echo(f"    {uptake.source}: {_line(uptake)}")


def _line(uptake: Uptake) -> str:
    if uptake.entry is None:
        return f"{uptake.state.value} ({uptake.bounds})"
    seen = f"; text: {uptake.finding.value}" if uptake.finding else ""
    return f"{uptake.entry.edition_label} ({uptake.sureness:.0%} sure: {', '.join(uptake.why)}{seen})"


def _json(amendment: NationalAmendment) -> dict[str, object]:
    return {
        "title": amendment.title,
        "since": amendment.since,
        "detail": amendment.detail,
        "citations": [one.in_words for one in amendment.citations],
        "manuals": [
            {
                "source": one.source,
                "state": one.state.value,
                "bounds": one.bounds,
                "chapter": one.slug or None,
                "edition": one.entry.edition_label if one.entry else None,
                "date": one.entry.edition_date if one.entry else None,
                "amendment": one.entry.id if one.entry else None,
                "says": one.entry.amendment.detail if one.entry else None,
                "sureness": one.sureness if one.entry else None,
                "why": list(one.why),
                "finding": one.finding.value if one.finding else None,
            }
            for one in amendment.uptakes
        ],
    }

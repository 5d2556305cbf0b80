"""`reread problems`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kb.cli.frame import Frame, counted, in_words, json_option, pass_frame, print_json, source_option
from kb.errors import Fault

if TYPE_CHECKING:
    from kb.stages.problems import PageProblem


@click.command()
@click.option("--fault", type=click.Choice([fault.value for fault in Fault]), help="Only this class of failure.")
@click.option("--all", "closed", is_flag=True, help="Also problems that are over.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, fault: str | None, closed: bool, source: str | None, as_json: bool) -> None:
    """List the pages that could not be collected or read.

    By class of failure: each page with what is wrong, since when, what stays in force, and what to do. Last,
    collections that were cut off or failed.
    """
    from kb.naming import sources_named
    from kb.stages.problems import broken_collection, page_problems

    now = datetime.now(UTC)
    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        found = [one for name in names for one in page_problems(store, name, closed)]
        broken = [line for name in names if (line := broken_collection(store, name))]
    if fault is not None:
        found = [one for one in found if one.problem.fault == fault]
    if as_json:
        print_json([_as_json(one, now) for one in found])
        return
    for kind in Fault:
        _tell(kind, [one for one in found if one.problem.fault is kind], now)
    over = sum(one.problem.closed_at is not None for one in found)
    told = counted(len(found) - over, "problem") + (f" and {over} that are over" if over else "")
    click.echo(f"{told}; each closes itself when its page is good again" if found else "no page has a problem")
    for line in broken:
        click.echo(line)


def _tell(kind: Fault, found: list[PageProblem], now: datetime) -> None:
    if not found:
        return
    click.echo(f"{kind.value}: {counted(len(found), 'page')}")
    for one in found:
        problem = one.problem
        click.echo(f"  {problem.url}\n    {problem.message}")
        days = counted(one.days_open(now), "day")
        span = f"since {in_words(problem.first_seen)} ({days}), last {in_words(problem.last_seen)}"
        if problem.closed_at is not None:
            span = f"from {in_words(problem.first_seen)} to {in_words(problem.closed_at)} ({days}), over"
        good = (
            f"; {one.chapter.title!r} was last good on {in_words(one.last_good)}"
            if one.chapter and one.last_good
            else ""
        )
        click.echo(f"    {span}{good}")


def _as_json(one: PageProblem, now: datetime) -> dict[str, object]:
    problem = one.problem
    return {
        "source": problem.source,
        "url": problem.url,
        "fault": problem.fault.value,
        "message": problem.message,
        "first_seen": problem.first_seen.isoformat(),
        "last_seen": problem.last_seen.isoformat(),
        "closed_at": problem.closed_at.isoformat() if problem.closed_at else None,
        "days_open": one.days_open(now),
        "chapter": one.chapter.slug if one.chapter else None,
        "title": one.chapter.title if one.chapter else None,
        "last_good": one.last_good.isoformat() if one.last_good else None,
    }

"""`reread runs`."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

import click

from kb.cli.frame import Frame, check_json, json_option, pass_frame, print_json, print_table, source_option
from kb.errors import UsageError
from kb.model import Check, Hold, KeptPage, Outcome, Run, Traffic


@click.command()
@click.argument("run", type=int, required=False)
@source_option
@json_option
@pass_frame
def command(frame: Frame, run: int | None, source: str | None, as_json: bool) -> None:
    """List collections and imports, or each address of one RUN.

    What each brought and what it cost; of a RUN (its number from the list), how each address was checked: "new" and
    "same" pages came whole; of "not modified" ones the server said that they stand as they stood; "dated" ones were not
    asked for, because the contents page states the date it stated before. Where an address led to another, "->" stands
    before that one.
    """
    from kb.naming import sources_named

    with frame.workspace.store(must_exist=True) as store:
        reports = [
            _Report(one, store.checked_pages(one.id), store.traffic(one.id))
            for name in sources_named(store, source)
            for one in store.runs(name)
            if run in {None, one.id}
        ]
    if run is not None and not reports:
        raise UsageError(f"no run {run} is kept: `reread runs` lists them")
    if as_json:
        print_json([_json(one) for one in reports] if run is None else _json(reports[0], each=True))
        return
    print_table([_row(one) for one in reports], _HEADS)
    if run is not None:
        click.echo()
        print_table([_check_row(*one) for one in reports[0].looks], ("at (UTC)", "role", "came", "address"))


@dataclass(frozen=True, slots=True)
class _Report:
    """What is known of one run. `traffic` is None for an import, and where the run was killed."""

    run: Run
    looks: tuple[tuple[Check, KeptPage | None], ...]
    traffic: Traffic | None

    @property
    def checks(self) -> tuple[Check, ...]:
        """How each address was checked."""
        return tuple(check for check, _ in self.looks)

    @property
    def counts(self) -> Counter[Outcome]:
        """How many addresses, by what came of them."""
        return Counter(check.outcome for check in self.checks)


_HEADS = ("run", "source", "kind", "started (UTC)", "state", "seconds", "a second", "requests", "received", "brought")


def _row(report: _Report) -> tuple[str, ...]:
    run, traffic, counts = report.run, report.traffic, report.counts
    brought = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome]) or "nothing"
    cost = ("", "", "", "")
    if traffic is not None:
        retried = f" ({traffic.retried} again)" if traffic.retried else ""
        rate = f"{len(report.checks) / max(traffic.seconds, 0.001):.1f}"
        cost = (f"{traffic.seconds:.1f}", rate, f"{traffic.requests}{retried}", f"{traffic.received / 1024:.0f} KiB")
    started = f"{run.started_at:%Y-%m-%d %H:%M}"
    return (str(run.id), run.source, run.kind.value, started, _state(run), *cost, brought)


def _check_row(check: Check, page: KeptPage | None) -> tuple[str, ...]:
    came = f"{check.outcome.value}: {check.detail}" if check.detail else check.outcome.value
    led_to = _led_to(check, page)
    address = f"{check.url} -> {led_to}" if led_to else check.url
    return (f"{check.checked_at:%Y-%m-%d %H:%M:%S}", check.role.value, came, address)


def _led_to(check: Check, page: KeptPage | None) -> str | None:
    """The address that answered, where it is not the one asked for."""
    return page.url if page is not None and page.url != check.url else None


def _state(run: Run) -> str:
    if run.finished_at is None:
        return "cut off"
    reach = "complete" if run.complete else "partial"
    if run.hold is None:
        return reach
    return f"{reach}, {run.hold.decision.value if run.hold.decision else 'held'}"


def _json(report: _Report, each: bool = False) -> dict[str, object]:
    run, traffic = report.run, report.traffic
    facts: dict[str, object] = {
        "run": run.id,
        "source": run.source,
        "kind": run.kind.value,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "complete": run.complete,
        "hold": _hold_json(run.hold) if run.hold else None,
        "outcomes": {outcome.value: report.counts[outcome] for outcome in Outcome},
        "traffic": None if traffic is None else asdict(traffic),
        "failures": [
            {"url": check.url, "detail": check.detail} for check in report.checks if check.outcome is Outcome.FAILED
        ],
    }
    if each:
        facts["checks"] = [check_json(check) | {"led_to": _led_to(check, page)} for check, page in report.looks]
    return facts


def _hold_json(hold: Hold) -> dict[str, object]:
    return {
        "held_at": hold.held_at.isoformat(),
        "reasons": list(hold.reasons),
        "decision": hold.decision.value if hold.decision else None,
        "decided_at": hold.decided_at.isoformat() if hold.decided_at else None,
        "because": hold.because,
    }

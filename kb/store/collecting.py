"""What a collection asks of the store before it starts, and what it keeps with each answer."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import Connection, and_, delete, func, insert, literal, select

from kb import schema
from kb.model import Check, Lead, Leads, Outcome, Page, PageRole, Standing, Traffic
from kb.store.base import Tables
from kb.store.holds import rejected, untaken
from kb.store.pages import check_of

_page, _check, _run, _lead, _traffic = schema.page, schema.check, schema.run, schema.lead, schema.traffic

ANSWERED = (Outcome.NEW, Outcome.SAME, Outcome.NOT_MODIFIED)
"""The outcomes in which the address itself said what stands there."""

_PUT_CHECK = insert(_check)


class CollectingTables(Tables):
    """The part of the store that a running collection works with."""

    def standing(self, source: str, key: str) -> dict[str, Standing]:
        """For each address asked for so far the page that stood there when it last answered.

        Addresses whose last answer belongs to a rejected run are left out: nothing that run found stands. `key` is
        that under which leads are found today; those found under another are left out.
        """
        # What answered last, by time and not by id: an archive that is imported today may be of last year.
        newest_first = (_check.c.checked_at.desc(), _check.c.id.desc())
        place = func.row_number().over(partition_by=_check.c.url, order_by=newest_first).label("place")
        latest = (
            select(_check.c.url, _check.c.role, _check.c.run_id, _check.c.page_id, _check.c.checked_at, place)
            .join(_run, _run.c.id == _check.c.run_id)
            .where(_run.c.source == source, _check.c.outcome.in_([one.value for one in ANSWERED]))
            .subquery()
        )
        listing, found = schema.listing, _lead.alias("found")
        statement = (
            select(_page, latest.c.url.label("asked"), latest.c.role, latest.c.checked_at)
            .add_columns(listing.c.stated_on, found.c.found)
            .add_columns(latest.c.run_id.in_(untaken()).label("is_untaken"))
            .join(latest, latest.c.page_id == _page.c.id)
            .outerjoin(listing, and_(listing.c.run_id == latest.c.run_id, listing.c.url == latest.c.url))
            .outerjoin(found, and_(found.c.page_id == _page.c.id, found.c.key == literal(f"{key} ") + latest.c.role))
            .where(latest.c.place == 1, latest.c.run_id.not_in(rejected()))
        )
        with self._reading() as connection:
            unsound = self._unsound(connection, source)
            return {
                row.asked: Standing(
                    page_id=row.id,
                    role=PageRole(row.role),
                    url=row.url,
                    digest=row.digest,
                    etag=row.etag,
                    last_modified=row.last_modified,
                    checked_at=row.checked_at,
                    listed_on=None if row.is_untaken else row.stated_on,
                    leads=None if row.found is None or row.is_untaken else _leads_of(row.found),
                    is_sound=row.asked not in unsound,
                )
                for row in connection.execute(statement)
            }

    def _unsound(self, connection: Connection, source: str) -> frozenset[str]:
        problem = schema.problem
        is_open = and_(problem.c.source == source, problem.c.closed_at.is_(None))
        return frozenset(connection.execute(select(problem.c.url).where(is_open)).scalars())

    def kept_addresses(self, run_id: int) -> frozenset[str]:
        """The addresses of which a run has a page already: a resumed one asks for them no more."""
        with self._reading() as connection:
            kept = and_(_check.c.run_id == run_id, _check.c.page_id.is_not(None))
            return frozenset(connection.execute(select(_check.c.url).where(kept)).scalars())

    def linked_documents(self, source: str) -> dict[str, frozenset[str]]:
        """For each page that links to documents by now, by its address, which ones."""
        link = schema.link
        statement = select(link.c.from_url, link.c.url).where(link.c.source == source, link.c.until_run_id.is_(None))
        linked: dict[str, set[str]] = {}
        with self._reading() as connection:
            for row in connection.execute(statement):
                linked.setdefault(row.from_url, set()).add(row.url)
        return {url: frozenset(documents) for url, documents in linked.items()}

    def drop_unanswered(self, run_id: int) -> None:
        """Forgets the checks without a page of a run that is taken up again: those addresses are asked once more."""
        with self._writing() as connection:
            connection.execute(delete(_check).where(_check.c.run_id == run_id, _check.c.page_id.is_(None)))

    def keep_check(self, check: Check, page_id: int) -> None:
        """Keeps that the page which stood at an address still stands there, or is taken to. Once for a run."""
        with self._writing() as connection:
            connection.execute(
                _PUT_CHECK,
                {
                    "run_id": check.run_id,
                    "url": check.url,
                    "role": check.role.value,
                    "checked_at": check.checked_at,
                    "outcome": check.outcome.value,
                    "detail": check.detail,
                    "page_id": page_id,
                },
            )

    def keep_leads(self, page: Page, role: PageRole, key: str, leads: Leads) -> None:
        """Keeps where a kept page leads in its role, as found under the rules and declarations `key` stands for."""
        with self._writing() as connection:
            added = self._inserting(_lead)
            replaced = {"key": added.excluded.key, "found": added.excluded.found}
            statement = added.on_conflict_do_update(index_elements=["page_id"], set_=replaced)
            values = {"key": f"{key} {role.value}", "found": _json_of(leads)}
            connection.execute(statement, {"page_id": self._page_id(connection, page), **values})

    def keep_traffic(self, run_id: int, traffic: Traffic) -> None:
        """Keeps what one sitting of a run cost."""
        with self._writing() as connection:
            connection.execute(
                insert(_traffic).values(
                    run_id=run_id,
                    requests=traffic.requests,
                    retried=traffic.retried,
                    received=traffic.received,
                    seconds=traffic.seconds,
                )
            )

    def traffic(self, run_id: int) -> Traffic | None:
        """What all sittings of a run cost; None where that was not counted (imports, a killed sitting)."""
        with self._reading() as connection:
            rows = connection.execute(select(_traffic).where(_traffic.c.run_id == run_id).order_by(_traffic.c.id))
            total = None
            for row in rows:
                sitting = Traffic(row.requests, row.retried, row.received, row.seconds)
                total = sitting if total is None else total + sitting
            return total

    def looks(self, chapter_id: int) -> tuple[Check, ...]:
        """Every check of a chapter's addresses, oldest first: when it was looked at, how, and what came."""
        address = schema.address
        theirs = and_(address.c.url == _check.c.url, address.c.source == _run.c.source)
        statement = (
            select(_check, _page.c.digest.label("page_digest"))
            .join(_run, _run.c.id == _check.c.run_id)
            .join(address, theirs)
            .outerjoin(_page, _page.c.id == _check.c.page_id)
            .where(address.c.chapter_id == chapter_id)
            .order_by(_check.c.checked_at, _check.c.id)
        )
        with self._reading() as connection:
            return tuple(check_of(row) for row in connection.execute(statement))


def _json_of(leads: Leads) -> str:
    follow = [
        [lead.url, lead.role.value, lead.stated_on.isoformat() if lead.stated_on else None] for lead in leads.follow
    ]
    return json.dumps([follow, list(leads.documents)], ensure_ascii=False, separators=(",", ":"))


def _leads_of(found: str) -> Leads:
    follow, documents = json.loads(found)
    return Leads(
        tuple(Lead(url, PageRole(role), date.fromisoformat(day) if day else None) for url, role, day in follow),
        tuple(documents),
    )

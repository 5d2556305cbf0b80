"""The tables as they are today, for queries. `kb.migrations` leads there; a test holds the two against each other."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import (
    Column,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime as ISO 8601 text, which sorts as time does and reads the same in every database."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class IsoDate(TypeDecorator[date]):
    """A date as ISO 8601 text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


TABLES = MetaData()

migration = Table(
    "migration",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
)

run = Table(
    "run",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("complete", Integer, nullable=False),
)

hold = Table(
    "hold",
    TABLES,
    Column("run_id", Integer, ForeignKey("run.id"), primary_key=True),
    Column("held_at", UtcTime, nullable=False),
    Column("reasons", String, nullable=False),
    Column("decision", String),
    Column("decided_at", UtcTime),
    Column("because", String, nullable=False),
)

body = Table(
    "body",
    TABLES,
    Column("digest", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

page = Table(
    "page",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("url", String, nullable=False),
    Column("digest", String, ForeignKey("body.digest"), nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", String, nullable=False),
    Column("charset", String),
    Column("etag", String),
    Column("last_modified", String),
    UniqueConstraint("source", "url", "digest"),
)

check = Table(
    "checked",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("run.id"), nullable=False),
    Column("url", String, nullable=False),
    Column("role", String, nullable=False),
    Column("checked_at", UtcTime, nullable=False),
    Column("outcome", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("page_id", Integer, ForeignKey("page.id")),
    Column("rules", Integer),
    UniqueConstraint("run_id", "url"),
)

chapter = Table(
    "chapter",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("slug", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("withdrawn_at", UtcTime),
    UniqueConstraint("source", "slug"),
)

absence = Table(
    "absence",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("chapter_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime),
)

address = Table(
    "address",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("chapter_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("address", String, nullable=False),
    Column("url", String, nullable=False),
    Column("how", String, nullable=False),
    Column("sureness", Float, nullable=False),
    Column("matched_at", UtcTime, nullable=False),
    UniqueConstraint("source", "address"),
)

listing = Table(
    "listing",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("run.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", String, nullable=False),
    Column("title", String, nullable=False),
    Column("url", String, nullable=False),
    Column("part", String, nullable=False),
    Column("badge", String, nullable=False),
    Column("stated_on", IsoDate),
    UniqueConstraint("run_id", "url"),
)

section = Table(
    "section",
    TABLES,
    Column("digest", String, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

version = Table(
    "version",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("chapter_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("origin", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("page_id", Integer, ForeignKey("page.id"), nullable=False),
    Column("rules", Integer, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Column("stated_on", IsoDate),
    Column("title", String, nullable=False),
    Column("words", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    UniqueConstraint("chapter_id", "ordinal"),
)

version_section = Table(
    "version_section",
    TABLES,
    Column("version_id", Integer, ForeignKey("version.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("digest", String, ForeignKey("section.digest"), nullable=False),
)

statement = Table(
    "statement",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("chapter_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("text", String, nullable=False),
    Column("page_id", Integer, ForeignKey("page.id"), nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
)

edition = Table(
    "edition",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("label", String, nullable=False),
    Column("date", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("page_id", Integer, ForeignKey("page.id"), nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    UniqueConstraint("source", "date", "scope", "label"),
)

amendment = Table(
    "amendment",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("edition_id", Integer, ForeignKey("edition.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("title", String),
    Column("kind", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("sections", String, nullable=False),
    Column("level", String, nullable=False),
    Column("proof", String, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("url", String),
    Column("chapter_id", Integer, ForeignKey("chapter.id")),
    Column("how", String, nullable=False),
    Column("sureness", Float, nullable=False),
    Column("links", String, nullable=False),
    UniqueConstraint("edition_id", "ordinal"),
)

promise = Table(
    "promise",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("next_update", String, nullable=False),
    Column("page_id", Integer, ForeignKey("page.id"), nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    UniqueConstraint("source", "next_update"),
)

problem = Table(
    "problem",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("url", String, nullable=False),
    Column("message", String, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("fault", String, nullable=False),
)

link = Table(
    "link",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("url", String, nullable=False),
    Column("from_url", String, nullable=False),
    Column("since_run_id", Integer, ForeignKey("run.id"), nullable=False),
    Column("until_run_id", Integer, ForeignKey("run.id")),
)
"""A document that a page links to, from the run that first saw it to the one that saw it no more."""

earlier_reading = Table(
    "earlier_reading",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("version_id", Integer, ForeignKey("version.id"), nullable=False),
    Column("rules", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("page_id", Integer, ForeignKey("page.id"), nullable=False),
    Column("stated_on", IsoDate),
    Column("title", String, nullable=False),
    Column("words", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("sections", String, nullable=False),
    UniqueConstraint("version_id", "rules"),
)
"""How older rules read a version's page; `sections` are the digests of its sections, in order, as JSON."""

kinship = Table(
    "kinship",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("chapter_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("other_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("sureness", Float, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    UniqueConstraint("chapter_id", "other_id", "kind"),
)
"""That two chapters share text without being one: a question for a person, a split or a merging."""

ruling = Table(
    "ruling",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("chapter_id", Integer, ForeignKey("chapter.id"), nullable=False),
    Column("other_id", Integer, ForeignKey("chapter.id")),
    Column("addresses", String, nullable=False),
    Column("because", String, nullable=False),
    Column("decided_at", UtcTime, nullable=False),
    Column("forgotten_at", UtcTime),
)
"""What a person ruled on an identity; `addresses` (JSON) went from chapter `other_id` to `chapter_id` with it."""

lead = Table(
    "lead",
    TABLES,
    Column("page_id", Integer, ForeignKey("page.id"), primary_key=True),
    Column("key", String, nullable=False),
    Column("found", String, nullable=False),
)
"""Where a page leads (JSON), as found under the rules and declarations that `key` stands for."""

traffic = Table(
    "traffic",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("run.id"), nullable=False),
    Column("requests", Integer, nullable=False),
    Column("retried", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
)
"""What each sitting of a collection cost."""

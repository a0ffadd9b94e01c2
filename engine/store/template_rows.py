"""Revised templates as rows: proposed by one person, put in force by another, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from engine.domain.plain import texts
from engine.errors import Refusal
from engine.ports import TemplateRevision
from engine.store import case_tables, design_tables
from engine.store.template_tables import template_revisions as table

CANDIDATES_MAX = 20
"""How many revisions are tried for a document before its release's own template is taken."""


class RevisionUnknown(Refusal):
    """No such proposal waits for approval."""

    code = "template_revision_unknown"
    http_status = 404
    what = "没有待批准的样式修订“{id}”。"
    mend = "请用 zhijian template list 查看；已经批准的不必再批。"


class SamePersonApproved(Refusal):
    """Who made a revision cannot approve it."""

    code = "template_needs_second_person"
    what = "样式修订须由制作人以外的另一人批准。"
    mend = "请由另一位文书管理人员批准。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A template as somebody hands it in."""

    kind: str
    sha256: str
    replaces: str
    """SHA-256 of the release's template for which it stands."""
    template: bytes
    names: Sequence[str]
    engine: str
    reason: str
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """One line of the list of revisions."""

    id: str
    kind: str
    sha256: str
    engine: str
    names: frozenset[str]
    reason: str
    made_by: str
    made_at: datetime
    approved_by: str | None
    in_force_from: datetime | None


_PUBLISHED = design_tables.publications.c
BEGAN = (
    select(func.min(_PUBLISHED.in_force_from))
    .where(
        _PUBLISHED.place == bindparam("place"),
        _PUBLISHED.release_id == bindparam("release_id"),
        _PUBLISHED.approved_by.is_not(None),
    )
    .scalar_subquery()
)
NEWEST = (
    select(table.c.sha256, table.c.names)
    .where(
        table.c.place == bindparam("place"),
        table.c.kind == bindparam("kind"),
        table.c.in_force_from <= bindparam("at"),
        or_(table.c.replaces == bindparam("replaces"), table.c.in_force_from > BEGAN),
    )
    .order_by(table.c.in_force_from.desc(), table.c.id.desc())
    .limit(CANDIDATES_MAX)
)
"""Asked for every document that is made, so it is built once."""


class TemplateRows:
    """The revised templates of one place inside one transaction."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place

    def newest(
        self, kind: str, *, release_id: str, replaces: str, at: datetime
    ) -> Sequence[TemplateRevision]:
        """Those in force at `at` that a case of that release may take, the newest first."""
        asked = {
            "place": self._place,
            "kind": kind,
            "release_id": release_id,
            "replaces": replaces,
            "at": at,
        }
        return [
            TemplateRevision(sha256=row.sha256, names=frozenset(texts(row.names)))
            for row in self._connection.execute(NEWEST, asked)
        ]

    def content(self, sha256: str) -> bytes | None:
        """The template of that hash, or None."""
        query = select(table.c.template).where(
            table.c.place == self._place, table.c.sha256 == sha256
        )
        return self._connection.execute(query.limit(1)).scalar()


def propose(
    connection: Connection, place: str, proposal: Proposal, *, revision_id: str, at: datetime
) -> None:
    """Keep a proposal; nothing takes it before it is approved."""
    row = {
        "place": place,
        "id": revision_id,
        "kind": proposal.kind,
        "sha256": proposal.sha256,
        "replaces": proposal.replaces,
        "template": proposal.template,
        "names": list(proposal.names),
        "engine": proposal.engine,
        "reason": proposal.reason,
        "made_by": proposal.made_by,
        "made_at": at,
    }
    connection.execute(insert(table), row)


def approve(connection: Connection, place: str, revision_id: str, *, by: str, at: datetime) -> None:
    """Put a proposal in force from `at` on; refuses its own maker and what is in force already."""
    this = and_(table.c.place == place, table.c.id == revision_id, table.c.approved_by.is_(None))
    made_by = connection.execute(select(table.c.made_by).where(this)).scalar()
    if made_by is None:
        raise RevisionUnknown(id=revision_id)
    if made_by == by:
        raise SamePersonApproved(where={"revision": revision_id})
    connection.execute(update(table).where(this).values(approved_by=by, in_force_from=at))


def revisions(connection: Connection, place: str, kind: str | None = None) -> list[RevisionLine]:
    """Every revision of a place, or of one kind of document, oldest first."""
    columns = [one for one in table.c if one.name not in {"place", "template", "replaces"}]
    query = select(*columns).where(table.c.place == place).order_by(table.c.made_at, table.c.id)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    return [
        RevisionLine(**{**row, "names": frozenset(texts(row["names"]))})
        for row in connection.execute(query).mappings()
    ]


def open_cases_by_release(connection: Connection, place: str) -> dict[str, int]:
    """How many cases that have not ended are on each release."""
    cases = case_tables.cases
    query = (
        select(cases.c.release_id, func.count())
        .where(cases.c.place == place, cases.c.ended.is_(False))
        .group_by(cases.c.release_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}

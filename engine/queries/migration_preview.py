"""Before cases go over to another release: where each stands, and what it would mean for it."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.commands.migrating import plan_for, release_of
from engine.definitions.migration_plan import MigrationPlan
from engine.queries.drawing_board import refuse_stranger
from engine.queries.looking import Desk, looking
from engine.store import tables as t
from engine.store.connection import reading

CASES_SHOWN_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationPreview:
    """One case and what going over would mean for it."""

    case_id: str
    case_no: str | None
    title: str
    version: int
    from_release: str
    stands_at: tuple[str, ...]
    """Step and name of each open task."""
    plan: MigrationPlan


def migration_preview(desk: Desk, case_id: str, to_release: str) -> MigrationPreview:
    """The case as it stands now; refuses `not_a_designer`, `case_not_found`, `release_unknown`."""
    refuse_stranger(desk)
    with looking(desk, case_id) as act:
        head = act.case.head
        return MigrationPreview(
            case_id=head.id,
            case_no=head.case_no,
            title=head.title,
            version=head.version,
            from_release=head.release_id,
            stands_at=tuple(f"{one.step} {one.title}" for one in act.case.open_visits),
            plan=plan_for(act, release_of(act, to_release)),
        )


def migration_previews(desk: Desk, to_release: str) -> list[MigrationPreview]:
    """Every running case of the place that has another release, the oldest first."""
    refuse_stranger(desk)
    table = t.cases
    query = (
        select(table.c.id)
        .where(
            table.c.place == desk.place,
            table.c.ended.is_(False),
            table.c.release_id != to_release,
        )
        .order_by(table.c.id)
        .limit(CASES_SHOWN_MAX)
    )
    with reading(desk.store.engine) as connection:
        ids = list(connection.execute(query).scalars())
    return [migration_preview(desk, one, to_release) for one in ids]

"""Which cases a person may open, as a condition in SQL: as `engine.domain.sight` says."""

from sqlalchemy import ColumnElement, Text, exists, false, or_, type_coerce

from engine.domain.people import Person
from engine.domain.separation import ORGAN_ROLES, THREE_ADMINISTRATORS, WATCHERS
from engine.store import tables as t


def may_open(by: Person) -> ColumnElement[bool]:
    """On rows of `cases`: whether `by` may open the case."""
    if by.roles & THREE_ADMINISTRATORS:
        return false()
    cases, known = t.cases.c, t.case_people.alias("known").c
    has_to_do = exists().where(
        known.place == cases.place, known.person_id == by.id, known.case_id == cases.id
    )
    if by.roles & ORGAN_ROLES:
        return has_to_do & (cases.organ_id == by.organ_id)
    if not by.roles & WATCHERS:
        return has_to_do
    not_of_his_organ = cases.organ_id.is_distinct_from(by.organ_id)
    stays = ~type_coerce(cases.recused, Text).contains(f'"{by.id}"')
    return or_(has_to_do, not_of_his_organ & stays)


def whole_for(by: Person) -> ColumnElement[bool]:
    """On rows of `cases` he may open: whether he sees all of it, not only his organ's part."""
    if by.roles & ORGAN_ROLES:
        return false()
    return t.cases.c.organ_id.is_distinct_from(by.organ_id)

"""Which cases a person may open, as a condition in SQL: as `engine.domain.sight` says.

Who asks stands in the statement as a parameter, so that a statement is built once for all who see
alike (`Eyes`) and not anew for every question.
"""

from enum import Enum, auto
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    String,
    Text,
    bindparam,
    exists,
    false,
    literal,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)

from engine.domain.people import Person
from engine.domain.separation import ORGAN_ROLES, THREE_ADMINISTRATORS, WATCHERS
from engine.store import tables as t

PLACE = bindparam("of_place", type_=String)
ME = bindparam("me", type_=String)
MY_ORGAN = bindparam("my_organ", type_=String)
SOMEBODY_LEFT = text("cases.recused <> '[]'")
"""As the index of these cases says it."""


class Eyes(Enum):
    """No case; one's own cases of one's own organ; one's own cases; every case of the place."""

    NONE = auto()
    ORGAN = auto()
    OWN = auto()
    EVERY = auto()


def eyes_of(by: Person) -> Eyes:
    """As his roles say; the narrower first, so that no other role ever widens it."""
    if by.roles & THREE_ADMINISTRATORS:
        return Eyes.NONE
    if by.roles & ORGAN_ROLES:
        return Eyes.ORGAN
    return Eyes.EVERY if by.roles & WATCHERS else Eyes.OWN


def may_open(by: Person) -> ColumnElement[bool]:
    """On rows of `cases`: whether `by` may open the case."""
    return opens(eyes_of(by), literal(by.id), literal(by.organ_id, String))


def whole_for(by: Person) -> ColumnElement[bool]:
    """On rows of `cases` he may open: whether he sees all of it, not only his organ's part."""
    return sees_whole(eyes_of(by), literal(by.organ_id, String))


def opens(
    eyes: Eyes, me: ColumnElement[str] = ME, organ: ColumnElement[str] = MY_ORGAN
) -> ColumnElement[bool]:
    """As `may_open`, of whoever `me` of `organ` is."""
    if eyes is Eyes.NONE:
        return false()
    cases, known = t.cases.c, t.case_people.alias("known").c
    has_to_do = exists().where(
        known.place == cases.place, known.person_id == me, known.case_id == cases.id
    )
    if eyes is Eyes.ORGAN:
        return has_to_do & (cases.organ_id == organ)
    if eyes is Eyes.OWN:
        return has_to_do
    not_of_his_organ = cases.organ_id.is_distinct_from(organ)
    stays = ~_names(cases.recused, me)
    return or_(has_to_do, not_of_his_organ & stays)


def hidden_from_watcher(
    place: ColumnElement[str], me: ColumnElement[str], organ: ColumnElement[str]
) -> CompoundSelect[Any]:
    """Ids of the few cases that whoever sees every case may not open, as `opens` has it.

    Those of his own organ and those he left by recusal, unless he has to do with them.
    """
    cases, known = t.cases.c, t.case_people.alias("known").c
    mine = select(known.case_id).where(known.place == place, known.person_id == me)
    left = SOMEBODY_LEFT & _names(cases.recused, me)
    found = [
        select(cases.id).where(cases.place == place, one, cases.id.not_in(mine))
        for one in (cases.organ_id == organ, left)
    ]
    return union_all(*found)


def _names(people: ColumnElement[Any], me: ColumnElement[str]) -> ColumnElement[bool]:
    return type_coerce(people, Text).contains('"' + me + '"')


def sees_whole(eyes: Eyes, organ: ColumnElement[str] = MY_ORGAN) -> ColumnElement[bool]:
    """As `whole_for`, of whoever is of `organ`."""
    if eyes is Eyes.ORGAN:
        return false()
    return t.cases.c.organ_id.is_distinct_from(organ)

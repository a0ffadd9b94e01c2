"""谁能看什么: how much of a case a person may see."""

from enum import Enum, auto

from engine.domain.case import Case
from engine.domain.people import Person
from engine.domain.separation import LEADERS, ORGAN_ROLES, THREE_ADMINISTRATORS, WATCHERS

KNOWS_THE_COMPLAINANT = frozenset({"intake_clerk", *LEADERS})
"""Besides the handlers of the case; everybody else reads a masked name."""


class Sight(Enum):
    """Nothing; only one's own tasks and the documents served (the supervised organ); everything."""

    NOTHING = auto()
    ORGAN = auto()
    WHOLE = auto()


def sight(case: Case, person: Person) -> Sight:
    """What `person` sees of `case`: organ first, so that no other role ever widens it."""
    if person.roles & THREE_ADMINISTRATORS or person.id in case.head.recused:
        return Sight.NOTHING
    took_part = _took_part(case, person)
    of_organ = case.head.organ_id is not None and person.organ_id == case.head.organ_id
    if of_organ or person.roles & ORGAN_ROLES:
        return Sight.ORGAN if took_part and of_organ else Sight.NOTHING
    handles = person.id in case.head.handlers and not case.head.runs_on_paper
    if took_part or handles or person.roles & WATCHERS:
        return Sight.WHOLE
    return Sight.NOTHING


def _took_part(case: Case, person: Person) -> bool:
    """Whoever enters it from paper; what is still entered is nobody else's yet."""
    if case.head.runs_on_paper or person.id == case.head.entered_by:
        return person.id == case.head.entered_by
    return any(
        person.id in (item.assignee, item.owner) or person.id in item.candidates
        for item in case.items.values()
    )


def knows_complainant(case: Case, person: Person) -> bool:
    """Whether the complainant's data are shown unmasked."""
    if sight(case, person) is not Sight.WHOLE:
        return False
    return person.id in case.head.handlers or bool(person.roles & KNOWS_THE_COMPLAINANT)

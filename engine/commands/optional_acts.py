"""可选行为 of STEPS 3.3 that wait for nobody: experts invited (P3.5), the organ's plan (R2)."""

from collections.abc import Mapping

from engine.commands.act import Act
from engine.commands.assigning import may_hold
from engine.commands.chains import Link
from engine.commands.refusals import OperationNotNow, SeparationOfDuties
from engine.definitions.form_body import FormInvalid
from engine.domain import events as ev

Values = Mapping[str, object]

GUEST_ROLES = ("expert", "social_supervisor")
"""Whom the handler may invite: they give an opinion and have no vote ([N]23)."""

INVITING, GUESTS_SPEAK_DURING = "P3.5", frozenset({"P3.3", "P3.4", "P3.6"})
REPORTING = frozenset({"R3"})


def refuse_invitation(act: Act, values: Values) -> None:
    """While the investigation runs, and only somebody who may look into this case."""
    _refuse_unless_open(act, GUESTS_SPEAK_DURING, title="邀请参与", when="询问、取证、听取意见期间")
    person = act.tx.directory.person(str(values.get("invited")))
    role = _guest_role(act, values)
    if person is None or role is None:
        raise FormInvalid({"invited": "not_allowed"})
    if person.id in act.case.head.recused or not may_hold(act, person, role):
        raise SeparationOfDuties(
            where={"step": INVITING, "field": "invited"},
            why=f"{person.name}不得参与本案（停用、已回避，或者属于被监督机关）",
        )


def appoint_guest(act: Act, values: Values) -> None:
    """The item that opens next is this person's alone."""
    act.record(ev.PersonAppointed(step=INVITING, person_id=str(values["invited"])))


def guest_links(act: Act, values: Values) -> list[Link]:
    """The one who was invited gives an opinion."""
    role = _guest_role(act, values) or GUEST_ROLES[0]
    return [Link(role=role, form=INVITING, title="论证、参与意见")]


def refuse_plan(act: Act, _values: Values) -> None:
    """A plan is of use while the organ still has to report."""
    _refuse_unless_open(act, REPORTING, title="报送整改方案", when="整改期间、报送整改情况之前")


def _guest_role(act: Act, values: Values) -> str | None:
    person = act.tx.directory.person(str(values.get("invited")))
    held = person.roles if person else frozenset()
    return next((role for role in GUEST_ROLES if role in held), None)


def _refuse_unless_open(act: Act, steps: frozenset[str], *, title: str, when: str) -> None:
    if not any(one.step in steps for one in act.case.open_visits):
        raise OperationNotNow(where={"steps": sorted(steps)}, title=title, when=when)

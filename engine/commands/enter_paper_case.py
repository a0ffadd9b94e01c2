"""补录: a case that ended on paper before go-live stands in the register, found like every other.

The days are those of the paper, the log says when they were entered and by whom. Nothing of its
course is invented: no task, no period, no document; the scanned volume is attached to it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.case_number import case_series
from engine.commands.door import Answer, Command, Start, open_case
from engine.commands.office import Office
from engine.commands.paper_sources import refuse_case_number
from engine.commands.paper_window import FORM, refuse_unless_entering
from engine.commands.start_case import received_on
from engine.definitions.form_body import BodyContext, FormInvalid, check_body
from engine.definitions.form_plain import to_plain
from engine.domain import events as ev
from engine.domain.case import ON_PAPER
from engine.domain.plain import Plain, canonical
from engine.domain.work_calendar import start_of_day
from engine.ports import Body

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPaperCase(Command):
    """Enter it with what form B1 asks for."""

    body: Mapping[str, object] = field(default_factory=dict)


def enter_paper_case(office: Office, command: EnterPaperCase) -> Answer:
    """Answers with the id of the case.

    Refuses `not_your_task`, `paper_entry_closed`, `form_invalid`, `paper_number_taken` and
    `paper_number_ours`.
    """
    start = Start(entry=ON_PAPER, received_on=received_on(command.body))
    return open_case(office, command, start=start, deed=lambda act: _enter(act, command))


def _enter(act: Act, command: EnterPaperCase) -> Answer:
    refuse_unless_entering(act)
    values = _checked(act, command.body)
    refuse_case_number(act, str(values["case_no"]), lambda year: case_series(act.release, year))
    body = _keep(act, values)
    organ = act.tx.directory.organ_named(str(values["org_name"]))
    closed_on = cast("date", values["closed_date"])
    entered = ev.PaperCaseEntered(
        case_no=str(values["case_no"]),
        case_source=str(values["case_source"]),
        organ_id=organ.id if organ else None,
        organ_name=str(values["org_name"]),
        title=str(values["case_cause"]),
        received_on=cast("date", values["received_date"]),
        filed_on=cast("date | None", values.get("filed_date")),
        closed_on=closed_on,
        outcome=str(values["outcome"]),
        volume_place=str(values.get("volume_place") or ""),
        body_id=body.id,
        sha256=body.sha256,
    )
    act.record(entered, effective_at=start_of_day(closed_on))
    return answer(act)


def _checked(act: Act, sent: Values) -> Values:
    names = [str(sent[key]) for key in ("name", "phone") if sent.get(key)]
    context = BodyContext(
        now=act.at,
        choices=automatic.choices(act),
        identity_words=names,
        user=act.by.id,
    )
    values = check_body(act.release.forms[FORM], sent, context=context)
    filed, closed = values.get("filed_date"), values["closed_date"]
    if isinstance(filed, date) and isinstance(closed, date) and closed < filed:
        raise FormInvalid({"closed_date": "before_start"})
    return values


def _keep(act: Act, values: Values) -> Body:
    """What was entered; who complained is sealed, and found by whole words only."""
    fields = act.release.forms[FORM].fields
    plain = cast("dict[str, Plain]", to_plain(fields, values))
    open_part = {key: one for key, one in plain.items() if not fields[key].secret}
    identity = {key: one for key, one in plain.items() if fields[key].secret}
    text = canonical({"values": open_part, "identity": identity})
    body = Body(
        id=act.office.ids.next(),
        case_id=act.case.head.id,
        item_id="",
        step="",
        role="",
        form=FORM,
        values=open_part,
        identity=identity,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        given_at=act.at,
        given_by=act.by.id,
    )
    act.bodies.append(body)
    return body

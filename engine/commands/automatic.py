"""What the product fills in by itself, and what a form's answers are checked against."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from engine.commands import case_report
from engine.commands.act import Act
from engine.commands.citations import citable, usual
from engine.commands.task_form import TaskForm
from engine.definitions.articles import OWN_PROPOSAL
from engine.definitions.form import Form
from engine.definitions.form_body import read_values
from engine.definitions.form_choices import Choices
from engine.definitions.form_standing import Standing, standings
from engine.domain.clock import Clock
from engine.domain.facts import call_element
from engine.domain.people import Person
from engine.domain.work_calendar import local_day
from engine.ports import Body

KIND_OF_CLUE = {"crime": "criminal", "duty": "discipline"}
"""A word in the name of the call that a clue started → kind of transfer."""

CITATION_SOURCE, INSTRUMENT_KEY = "case.citation", "instrument_kind"

IDENTITY_FORM = "D01"
"""The form whose secret keys hold who complained."""


def with_proposals(
    act: Act, form: Form, sent: Mapping[str, object], *, known: Mapping[str, object]
) -> dict[str, object]:
    """`sent` with what the product proposes for editable keys left out and not hidden.

    A key sent with an explicit null stays empty: the person took the proposal away.
    """
    filled = dict(sent)
    values, faults = read_values(form, filled)
    standing = standings(form.fields, values, now=act.at, outer=known, faulty=set(faults))
    for key, field in form.fields.items():
        if field.source is None or not field.editable or key in filled:
            continue
        asked_for = standing[key] in {Standing.REQUIRED, Standing.OPTIONAL}
        value = _proposal(act, field.source, filled) if asked_for else None
        if value is not None:
            filled[key] = value
    return filled


def _proposal(act: Act, source: str, answers: Mapping[str, object]) -> object:
    """What is proposed for a key; the citation goes by the instrument just chosen, if one is."""
    kind = answers.get(INSTRUMENT_KEY)
    if source == CITATION_SOURCE and kind is not None:
        return usual(act.release.place_info, str(kind), local_day(act.at))
    return resolve(act, source)


def resolve(act: Act, source: str) -> object:
    """The value of an automatic field in plain form, or None where there is none yet."""
    kind, _, name = source.partition(".")
    if kind == "limit":
        return _limit_amount(act, name)
    if kind == "due":
        due = _due(act, name)
        return None if due is None else due.isoformat()
    if kind == "ground":
        return _ground(act, name)
    if kind == "user":
        return act.by.name
    if kind == "case":
        rule = CASE_ATTRIBUTES.get(name)
        return rule(act) if rule else None
    return None


def choices(act: Act) -> Choices:
    """What may be chosen from registers and the place's lists."""
    place = act.release.place_info
    return Registers(act, {f"enums.{name}": labels for name, labels in place.enums.items()})


class Registers(dict[str, Mapping[str, str | None]]):
    """Options by source; the registers are read only when a form asks for them."""

    def __init__(self, act: Act, enums: Mapping[str, Mapping[str, str | None]]) -> None:
        super().__init__(enums)
        self._act = act

    def __contains__(self, source: object) -> bool:
        return source in {"orgs", "people", "laws"} or super().__contains__(source)

    def __missing__(self, source: str) -> Mapping[str, str | None]:
        reader: dict[str, Callable[[], Mapping[str, str | None]]] = {
            "orgs": lambda: {one.name: one.name for one in self._act.tx.directory.organs()},
            "people": lambda: {one.id: one.name for one in self._act.tx.directory.everybody()},
            "laws": lambda: dict(citable(self._act.release)),
        }
        self[source] = reader[source]()
        return self[source]


def identity_words(act: Act) -> Iterator[str]:
    """Everything the complainant's data say, for the check that nothing leaks (身份泄露)."""
    for body in registration_bodies(act):
        for value in body.identity.values():
            yield from _words(value)


def registration_bodies(act: Act) -> list[Body]:
    """The bodies of the registration form, oldest first."""
    document = act.case.latest_document(IDENTITY_FORM)
    return act.bodies_of(document.bodies) if document else []


def known_values(act: Act, asked: TaskForm) -> Mapping[str, object]:
    """Values of keys this role does not fill: what earlier roles wrote and the product knows."""
    known: dict[str, object] = {}
    document = act.case.latest_document(asked.shown.code, path=asked.path)
    registration = act.case.latest_document(IDENTITY_FORM)
    wanted = document.bodies if document else ()
    asked_later = registration.bodies if registration else ()  # read along: one statement, not two
    for body in act.bodies_of((*wanted, *asked_later))[: len(wanted)]:
        known.update(body.values)
    for key, field in asked.shown.fields.items():
        if field.source is not None and key not in known:
            value = resolve(act, field.source)
            if value is not None:
                known[key] = value
    return known


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _words(one)


def _limit_amount(act: Act, key: str) -> int | None:
    limit = act.release.limits.get(key)
    written = limit.value_on(act.at.date()) if limit else None
    return written.amount if written else None


def _due(act: Act, key: str) -> date | None:
    running: list[Clock] = act.case.clocks_of(key)
    return running[-1].due_on(act.calendar) if running else None


def _ground(act: Act, key: str) -> str | None:
    """What the period that runs rests on; a proposal of ours (本系统建议值) is no ground."""
    sources = [one.value.source for one in act.case.clocks_of(key)]
    return sources[-1] if sources and sources[-1] != OWN_PROPOSAL else None


def _people(act: Act, ids: tuple[str, ...]) -> list[Person]:
    found = (act.tx.directory.person(one) for one in ids)
    return [one for one in found if one is not None]


def _handlers(act: Act) -> list[dict[str, str]]:
    roles = ("主办", "协办")
    return [
        {
            "supv_name": person.name,
            "supv_cert_no": person.certificate_no or "",
            "supv_unit": person.unit or "",
            "supv_role": roles[min(place, 1)],
        }
        for place, person in enumerate(_people(act, act.case.head.handlers))
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _registered(key: str) -> Callable[[Act], object]:
    """A value of the registration that is no secret."""

    def read(act: Act) -> object:
        for body in reversed(registration_bodies(act)):
            if body.values.get(key) is not None:
                return body.values[key]
        return None

    return read


def _complainant_name(act: Act) -> object:
    """How a letter addresses the complainant; an organisation goes by its full name."""
    for body in reversed(registration_bodies(act)):
        name = body.identity.get("comp_org_name") or body.identity.get("name")
        if name is not None:
            return name
    return None


def _problem_types(act: Act) -> object:
    """涉嫌问题 in words, from the approval form or else from the registration."""
    labels = act.release.place_info.enums.get("problem_type", {})
    for kind in ("D03", IDENTITY_FORM):
        document = act.case.latest_document(kind)
        codes = act.stated_numbers(document.id, "problem_type") if document else None
        if isinstance(codes, list) and codes:
            words = [str(labels.get(str(one)) or one) for one in codes]
            return ("，" if any("、" in one for one in words) else "、").join(words)
    return None


def _citation(act: Act) -> object:
    """What the document that is being drafted cites by default (默认引用)."""
    kind = act.visit.form if act.visit else ""
    return usual(act.release.place_info, kind, local_day(act.at))


def _proposed_outcome(act: Act) -> object:
    """What the investigation proposed (P3.7, P4.7), or what the instrument leads to."""
    document = act.case.latest_document("A07")
    return act.stated_numbers(document.id, "proposed_outcome") if document else None


def _retention(act: Act) -> object:
    """保管期限 as the closing approval gave it."""
    document = act.case.latest_document("D12")
    return act.stated_numbers(document.id, "retention") if document else None


def _transfer_kind(act: Act) -> object:
    """What a transfer is about: the clue that started it, what P2.2 proposed, else jurisdiction."""
    call = call_element(act.visit.path) if act.visit else ""
    for clue, kind in KIND_OF_CLUE.items():
        if clue in call:
            return kind
    document = act.case.latest_document("D03")
    proposed = act.stated_numbers(document.id, "transfer_kind") if document else None
    return proposed or "jurisdiction"


def issuing_body(act: Act) -> str:
    """The body that works on the case, for documents that go out in nobody's name."""
    return act.release.place_info.tiers["T1"].acting_body


def _organ(attribute: str) -> Callable[[Act], object]:
    def read(act: Act) -> object:
        organ_id = act.case.head.organ_id
        organ = act.tx.directory.organ(organ_id) if organ_id else None
        return getattr(organ, attribute, None) if organ else None

    return read


def _lead(attribute: str) -> Callable[[Act], object]:
    def read(act: Act) -> object:
        people = _people(act, act.case.head.handlers[:1]) or [act.by]
        return getattr(people[0], attribute)

    return read


def _latest_instrument(attribute: str) -> Callable[[Act], object]:
    """Of the handling document issued last (督办函、意见书、通知书)."""

    def read(act: Act) -> object:
        issued = [
            one
            for one in act.case.documents.values()
            if one.kind in {"D09a", "D09b", "D09c"} and one.is_issued
        ]
        value = getattr(issued[-1], attribute) if issued else None
        return value.date().isoformat() if isinstance(value, datetime) else _iso_or_text(value)

    return read


def _iso_or_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


CASE_ATTRIBUTES: dict[str, Callable[[Act], object]] = {
    "citation": _citation,
    "case_no": lambda act: act.case.head.case_no,
    "intake_no": lambda act: act.case.head.intake_no,
    "case_cause": lambda act: act.case.head.title,
    "case_source": lambda act: act.case.head.source,
    "entry": lambda act: act.case.head.entry,
    "instrument_set": lambda act: act.case.head.instrument_set,
    "outcome": lambda act: act.case.head.outcome,
    "filing_date": lambda act: _iso(act.case.head.filed_on),
    "accepted_on": lambda act: _iso(act.case.head.accepted_on),
    "filing_result": lambda act: act.case.facts.values.get("filing_result"),
    "is_general_problem": lambda act: act.case.facts.values.get("is_general_problem"),
    "escalated": lambda act: act.case.facts.values.get("escalated") is True,
    "org_name": lambda act: act.case.head.organ_name,
    "org_uscc": _organ("uscc"),
    "org_level": _organ("level"),
    "org_kind": _organ("kind"),
    "org_address": _organ("address"),
    "org_head_name": _organ("head_name"),
    "org_head_title": _organ("head_title"),
    "org_liaison_name": _organ("liaison_name"),
    "org_liaison_phone": _organ("liaison_phone"),
    "handlers": _handlers,
    "problem_type_text": _problem_types,
    "recipient_name": _complainant_name,
    "addressee": lambda act: act.case.head.organ_name,
    "received_date": _registered("received_date"),
    "channel": _registered("channel"),
    "contact_name": _lead("name"),
    "contact_phone": _lead("office_phone"),
    "prior_doc_no": _latest_instrument("doc_no"),
    "prior_doc_date": _latest_instrument("signed_at"),
    "prior_service_date": _latest_instrument("served_on"),
    "registered_at": lambda act: (
        f"{act.case.head.registered_at:%Y-%m-%d %H:%M}" if act.case.head.registered_at else None
    ),
    "record_seq": lambda act: sum(1 for one in act.case.documents.values() if one.kind == "D06"),
    "recusal_check": lambda _act: "无",
    "document_date": lambda act: local_day(act.at).isoformat(),
    "closed_on": lambda act: _iso(act.case.head.closed_on),
    "documents_issued": case_report.documents_issued,
    "documents_to_serve": case_report.documents_to_serve,
    "volume_main": case_report.volume(internal=False),
    "volume_sub": case_report.volume(internal=True),
    "process_summary": case_report.process_summary,
    "complainant_reply": case_report.complainant_reply,
    "calendar_days": case_report.calendar_days,
    "working_days": case_report.working_days,
    "suspended_days": case_report.suspended_days,
    "overdue_flags": case_report.overdue_flags,
    "assign_accept": lambda act: act.case.facts.values.get("assign_accept"),
    "instrument_kind": lambda act: act.case.facts.values.get("instrument_kind"),
    "instrument_no": _latest_instrument("doc_no"),
    "proposed_outcome": _proposed_outcome,
    "retention": _retention,
    "transfer_kind": _transfer_kind,
    "archive_no": lambda act: act.case.head.case_no,
    "votes_yes": lambda act: act.case.facts.values.get("votes_yes"),
    "votes_no": lambda act: act.case.facts.values.get("votes_no"),
    "votes_abstain": lambda act: act.case.facts.values.get("votes_abstain"),
}
"""Automatic attributes of a case (`source: case.…`), each as plain JSON."""

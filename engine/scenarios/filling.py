"""Fills a form as a scenario means it: what the file says, what the product proposes, samples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.citations import usual
from engine.commands.task_form import call_of, task_form
from engine.definitions.form_choices import labels_to_codes
from engine.definitions.samples import SampleContext, filled_with_samples
from engine.domain.visit import Visit
from engine.scenarios.cast import Cast

HANDLING_STEP = "P6.1"
INSTRUMENTS = ("D09b", "D09c")
"""What P6.1 usually drafts: the default citation goes by them."""
ROUNDS_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One form at hand: who acts, in which case, on which task."""

    act: Act
    cast: Cast
    visit: Visit
    role: str

    def filled(self, form: Mapping[str, object], omit: Iterable[str]) -> dict[str, object]:
        """What the scenario says, completed until nothing more is asked; `omit` stays empty."""
        act, omitted = self.act, frozenset(omit)
        asked = task_form(act.release, self.visit, self.role)
        begun = bool(act.case.head.id)
        known = automatic.known_values(act, asked) if begun else {}
        context = self._context(known)
        given = {key: named(self.cast, value) for key, value in form.items()}
        given = labels_to_codes(asked.written.fields, given, automatic.choices(act))
        for _ in range(ROUNDS_MAX):  # a proposal may make another key required
            before = given
            if begun:
                shown = {**dict.fromkeys(omitted), **given}
                proposed = automatic.with_proposals(act, asked.written, shown, known=known)
                given = {key: value for key, value in proposed.items() if key not in omitted}
            given = filled_with_samples(asked.written, given, context=context, omit=omitted)
            if given == before:
                break
        return given

    def _context(self, known: Mapping[str, object]) -> SampleContext:
        act = self.act
        handlers = list(act.case.head.handlers) or [
            self.cast.person("lead_handler").id,
            self.cast.person("co_handler").id,
        ]
        return SampleContext(
            now=act.at,
            user=act.by.id,
            orgs=[organ.name for organ in self.cast.organs],
            laws=self._usual_citation(),
            handlers=handlers,
            earlier=_earlier(act),
            items=_items(act),
            given=_given(self.cast, act, self.visit, self.role),
            known={**act.case.facts.seen_from(self.visit.path), "step": self.visit.step, **known},
        )

    def _usual_citation(self) -> list[str]:
        """What the document of the task cites by default, else the first law as a whole."""
        place, today, visit = self.act.release.place_info, self.act.at.date(), self.visit
        kinds = (visit.form, *INSTRUMENTS) if visit.step == HANDLING_STEP else (visit.form,)
        found = (usual(place, kind, today) for kind in kinds)
        return next((one for one in found if one), [next(iter(place.laws))])


def named(cast: Cast, value: object) -> object:
    """Roles written for people become their ids, at any depth."""
    if isinstance(value, str):
        plain = value if "#" in value else f"{value}#1"
        return cast.people[plain].id if plain in cast.people else value
    if isinstance(value, list):
        return [named(cast, one) for one in value]
    if isinstance(value, Mapping) and set(value) == {"repeat", "times"}:
        return str(value["repeat"]) * int(str(value["times"]))
    if isinstance(value, Mapping):
        return {key: named(cast, one) for key, one in value.items()}
    return _text(value)


def _text(value: object) -> object:
    """Dates of a scenario file as a browser sends them."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if hasattr(value, "isoformat") else value


def _earlier(act: Act) -> dict[str, dict[str, object]]:
    """Stored values by document and by step, identity left out."""
    found: dict[str, dict[str, object]] = {}
    for document in act.case.documents.values():
        for body in act.bodies_of(document.bodies):
            found.setdefault(document.kind, {}).update(body.values)
            found.setdefault(body.step, {}).update(body.values)
    for name, value in act.case.facts.values.items():
        found.setdefault("facts", {})[name] = value
    return found


def _items(act: Act) -> list[Mapping[str, object]]:
    """The demands of the instrument in force, each an item to report on."""
    for kind in ("D10", "D09c", "D09b", "D09a"):
        document = act.case.latest_document(kind)
        if document is not None and document.is_issued:
            for body in reversed(act.bodies_of(document.bodies)):
                rows = body.values.get("demands") or body.values.get("decision_items")
                if isinstance(rows, list):
                    return [
                        {"item_no": number, **row}
                        for number, row in enumerate(rows, start=1)
                        if isinstance(row, dict)
                    ]
    return []


def _given(cast: Cast, act: Act, visit: Visit, role: str) -> dict[str, object]:
    """The words samples may use besides dates: people, the seal and the copies at hand."""
    handlers = set(act.case.head.handlers)
    others = [
        cast.person(f"lead_handler#{n}").id
        for n in (1, 2, 3)
        if cast.person(f"lead_handler#{n}").id not in handlers
    ]
    given: dict[str, object] = {
        "set": act.case.head.instrument_set,
        "lead_handler": act.case.head.handlers[0] if handlers else None,
        "co_handler": act.case.head.handlers[-1] if handlers else None,
        "other_lead_handler": others[0],
        "expert": cast.person("expert").id,
        "servers": [act.by.id, *sorted(handlers - {act.by.id})[:1]],
        "replacement": others[0],
        "present": _not_recused(act, visit),
        "meeting_result": "approve",
    }
    for definition in act.release.documents.values():
        entry = definition.entry(visit.step, role)
        document = act.case.latest_document(definition.kind, path=call_of(act.release, visit))
        if entry is not None and entry.does == "seal" and document and not document.sealed_at:
            given["seal"] = definition.seal
            given["copies"] = sum(definition.copies.values())
    return {name: value for name, value in given.items() if value is not None}


def _not_recused(act: Act, visit: Visit) -> list[str]:
    people = [item.candidates[0] for item in act.case.items_of(visit.id)]
    return [one for one in people if one not in act.case.head.recused]

"""What a Word template is filled with: a document's answers by their Chinese labels."""

from collections.abc import Mapping
from decimal import Decimal

from engine.commands import automatic, case_report
from engine.commands.act import Act
from engine.definitions.form_choices import Choices, options_of
from engine.definitions.form_chosen import Chosen
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_plain import from_plain
from engine.domain.document import Document
from engine.domain.work_calendar import local_day

NUMBER, DATED, SIGNED = "文号", "成文日期", "署名"
"""Labels every template may use."""

OPINIONS_SOURCE = "case.opinions"
TO_SERVE_SOURCE = "case.documents_to_serve"


def values_of(act: Act, document: Document) -> dict[str, object]:
    """The values of a document, nested as the groups of its form, dates as dates, codes as labels.

    Answers frozen in the document go before what the product knows today.
    """
    form = act.release.forms[document.kind]
    answers = _answers(act, document)
    for key, field in form.fields.items():
        if answers.get(key) is None and field.source is not None:
            answers[key] = _automatic(act, document, field.source)
    typed = from_plain(form.fields, answers)
    options = automatic.choices(act)
    values: dict[str, object] = {}
    for key, field in form.fields.items():
        place = values
        for group in field.group_labels:
            place = place.setdefault(group, {})  # type: ignore[assignment]  # groups are dicts
        place[field.label] = _shown(field, typed.get(key), options)
    return {**values, **_always(act, document)}


def _answers(act: Act, document: Document) -> dict[str, object]:
    answers: dict[str, object] = {}
    for body in act.bodies_of(document.bodies):
        answers.update(body.values)
        answers.update(body.identity)
    return answers


def _automatic(act: Act, document: Document, source: str) -> object:
    if source == OPINIONS_SOURCE:
        return case_report.opinions_for(document.kind)(act)
    if source == TO_SERVE_SOURCE:
        return case_report.served_by(act, document)
    if source == "number":
        return document.doc_no
    return automatic.resolve(act, source)


def _always(act: Act, document: Document) -> dict[str, object]:
    dated = document.signed_at or document.completed_at or act.at
    return {
        NUMBER: document.doc_no or "",
        DATED: local_day(dated),
        SIGNED: document.issuer_name or automatic.issuing_body(act),
    }


def _shown(field: Field, value: object, options: Choices) -> object:
    if value is None:
        return [] if field.is_list else None
    if field.rows is not None and isinstance(value, list):
        return [_row(field.rows, row, options) for row in value]
    if field.type is Kind.CHOICE:
        return _label(field, str(value), options)
    if field.type is Kind.CHOICES and isinstance(value, list | tuple):
        return [_label(field, str(one), options) for one in value]
    if field.suffix and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value}{field.suffix}"
    return value


def _row(
    fields: Mapping[str, Field], row: Mapping[str, object], options: Choices
) -> dict[str, object]:
    return {field.label: _shown(field, row.get(key), options) for key, field in fields.items()}


def _label(field: Field, value: str, options: Choices) -> str:
    return Chosen(options_of(field, options).get(value, value), code=value)

"""What a Word template is filled with: a document's answers by their Chinese labels.

Read while the document is made; what it says is then frozen (`frozen_content`), so that nothing
learned later changes it.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.commands import automatic, case_report
from engine.commands.act import Act
from engine.commands.citations import briefly
from engine.commands.document_sources import SOURCES
from engine.commands.frozen_content import freeze, frozen_values
from engine.definitions.form_choices import Choices, options_of
from engine.definitions.form_chosen import Chosen
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_plain import from_plain
from engine.domain.document import Document
from engine.domain.people import SYSTEM
from engine.domain.reckoning import Unit
from engine.domain.work_calendar import local_day
from engine.ports import Notice

NUMBER, DATED, SIGNED = "文号", "成文日期", "署名"
"""Labels every template may use."""

OPINIONS_SOURCE = "case.opinions"
TO_SERVE_SOURCE = "case.documents_to_serve"
DATE_SOURCE = "case.document_date"
USER_SOURCE = "user"
LIMIT_SOURCE = "limit."
LAWS = "laws"


def settle_content(act: Act, document_id: str) -> None:
    """Freeze what the document says now; nothing new filled in is nothing frozen anew."""
    document = act.case.documents[document_id]
    freeze(act, document_id, lambda: values_of(act, document))
    lacking = act.office.documents.undrawn(_text_of(frozen_values(act, document_id)))
    if lacking and act.by is not SYSTEM:
        act.notices.append(
            Notice(
                person_id=act.by.id,
                case_id=act.case.head.id,
                subject="字库缺字，用印前请处理",
                text=f"《{document.title}》中的“{'、'.join(lacking)}”没有字库，会印成“〓”。"
                "请把含有这些字的字库交系统管理员放入字体文件夹，再用印。",
            )
        )


def _text_of(value: object) -> str:
    """Everything a document says, in no order."""
    if isinstance(value, Mapping):
        return "".join(_text_of(part) for part in value.values())
    if isinstance(value, list | tuple):
        return "".join(_text_of(part) for part in value)
    return value if isinstance(value, str) else ""


def values_of(act: Act, document: Document) -> dict[str, object]:
    """The values of a document, nested as the groups of its form, dates as dates, codes as labels.

    Answers frozen in the document go before what the product knows today.
    """
    form = act.release.forms[document.kind]
    answers = _answers(act, document)
    for key, field in form.fields.items():
        if answers.get(key) is None and field.source is not None:
            answers[key] = _automatic(act, document, field)
    typed = from_plain(form.fields, answers)
    options = automatic.choices(act)
    values: dict[str, object] = {}
    for key, field in form.fields.items():
        place = values
        for group in field.group_labels:
            place = place.setdefault(group, {})  # type: ignore[assignment]  # groups are dicts
        place[field.label] = _with_unit(act, field, _shown(field, typed.get(key), options))
    return {**values, **_always(act, document)}


def _answers(act: Act, document: Document) -> dict[str, object]:
    answers: dict[str, object] = {}
    for body in act.bodies_of(document.bodies):
        answers.update(body.values)
        answers.update(body.identity)
    return answers


def _automatic(act: Act, document: Document, field: Field) -> object:
    own: Mapping[str | None, Callable[[], object]] = {
        OPINIONS_SOURCE: lambda: case_report.opinions_on(act, document),
        TO_SERVE_SOURCE: lambda: case_report.served_by(act, document),
        DATE_SOURCE: lambda: case_report.date_of_served(act, document),
        USER_SOURCE: lambda: _filled_in_by(act, document, field.key),
        "number": lambda: document.doc_no,
    }
    source = field.source or ""
    if source in own:
        return own[source]()
    known = SOURCES.get(source)
    return known(act, document) if known else automatic.resolve(act, source)


def _filled_in_by(act: Act, document: Document, key: str) -> str | None:
    """Name of the person whose part of the document has `key`; it is not who completes it."""
    definition = act.release.documents[document.kind]
    every_key = frozenset(act.release.forms[document.kind].fields)
    for body in act.bodies_of(document.bodies):
        entries = definition.entries(body.step, body.role)
        fills = any(key in definition.keys_filled_by(entry, every_key) for entry in entries)
        if fills or len(document.bodies) == 1:
            person = act.tx.directory.person(body.given_by)
            return person.name if person else None
    return None


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
        if field.options_from == LAWS:
            return briefly([_label(field, str(one), options) for one in value])
        return [_label(field, str(one), options) for one in value]
    if _has_static_unit(field) and type(value) in {int, Decimal}:
        return f"{value}{field.suffix}"
    return value


def _has_static_unit(field: Field) -> bool:
    return bool(field.suffix) and not (field.source or "").startswith(LIMIT_SOURCE)


def _with_unit(act: Act, field: Field, value: object) -> object:
    """A period with the unit its limit has in this place: 10个工作日 where the form says 日."""
    source = field.source or ""
    if not source.startswith(LIMIT_SOURCE) or value is None:
        return value
    limit = act.release.limits.get(source.removeprefix(LIMIT_SOURCE))
    written = limit.value_on(local_day(act.at)) if limit else None
    return f"{value}{Unit(written.unit).label if written else field.suffix}"


def _row(
    fields: Mapping[str, Field], row: Mapping[str, object], options: Choices
) -> dict[str, object]:
    return {field.label: _shown(field, row.get(key), options) for key, field in fields.items()}


def _label(field: Field, value: str, options: Choices) -> str:
    return Chosen(options_of(field, options).get(value, value), code=value)

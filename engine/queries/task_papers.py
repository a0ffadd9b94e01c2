"""What stands in the documents a task is about, for whoever reviews, approves or serves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.task_form import TaskForm
from engine.day_words import day_words
from engine.definitions.form_choices import Choices
from engine.definitions.form_fields import Field, Kind
from engine.domain.document import Document
from engine.domain.visit import Visit

ORDINAL = "序号"
"""The column that only counts the rows; shown rows are numbered anyway."""

REPORTED = "反映的情况"
REPORTED_KEYS = (
    "fact_time",
    "fact_place",
    "enforcement_field",
    "act_kind",
    "problem_type",
    "facts",
    "requests",
)
"""What of the registration everybody on the case needs at hand, in the order it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands in a document the task is about: labels and words, identity never."""

    title: str
    in_draft: bool
    lines: Sequence[tuple[str, str]]


def papers_of(act: Act, asked: TaskForm, visit: Visit, role: str) -> list[Paper]:
    """The documents that the step fills, reviews, approves, seals or serves, as they stand."""
    kinds = {
        kind: definition.title
        for kind, definition in act.release.documents.items()
        if kind == visit.form or definition.entries(visit.step, role)
    }
    found = []
    for kind, title in kinds.items():
        document = act.case.latest_document(kind, path=asked.path)
        lines = _lines(act, asked, document) if document else []
        if document and lines:
            found.append(Paper(title=title, in_draft=document.is_in_draft, lines=lines))
    if automatic.IDENTITY_FORM not in kinds and (reported := reported_lines(act)):
        found.insert(0, Paper(title=REPORTED, in_draft=False, lines=reported))
    return found


def reported_lines(act: Act) -> list[tuple[str, str]]:
    """反映的情况: what was reported, as registered; who reported it never stands in it."""
    form, choices = act.release.forms.get(automatic.IDENTITY_FORM), automatic.choices(act)
    values: dict[str, object] = {}
    for body in automatic.registration_bodies(act):
        values.update(body.values)
    fields = form.fields if form else {}
    return [
        (fields[key].label, words)
        for key in REPORTED_KEYS
        if key in fields
        and not fields[key].secret
        and (words := words_of(fields[key], values.get(key), choices))
    ]


def _lines(act: Act, asked: TaskForm, document: Document) -> list[tuple[str, str]]:
    """Labels and words of a document; neither what identifies nor what the task itself asks."""
    form, choices = act.release.forms.get(document.kind), automatic.choices(act)
    values: dict[str, object] = {}
    for body in act.bodies_of(document.bodies):
        values.update(body.values)
    own = asked.written.fields if asked.shown.code == document.kind else {}
    fields = form.fields if form else {}
    return [
        (one.label, words)
        for key, one in fields.items()
        if key not in own and not one.secret
        if (words := words_of(one, values.get(key), choices))
    ]


def words_of(one: Field, value: object, choices: Choices) -> str:
    """A stored value as a person reads it: option labels, yes and no, rows one after the other."""
    if value in (None, "", []):
        return ""
    if one.rows is not None and isinstance(value, list):
        rows = (_row_words(one.rows, row, choices) for row in value if isinstance(row, Mapping))
        return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, start=1))
    if isinstance(value, list):
        words = [words_of(one, item, choices) for item in value]
        return ("；" if any("、" in each for each in words) else "、").join(words)
    if isinstance(value, bool):
        return "是" if value else "否"
    if one.type in {Kind.DATE, Kind.DATETIME}:
        return _day_words(str(value))
    labels = {option.value: option.label for option in one.options}
    if one.options_from is not None and one.options_from in choices:
        labels.update({k: v for k, v in choices[one.options_from].items() if v is not None})
    return f"{one.prefix}{labels.get(str(value), value)}{one.suffix}"


def _day_words(text: str) -> str:
    """2026年3月6日, with the hour where there is one."""
    day, _, hour = text.partition(" ")
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return text
    return f"{day_words(read)} {hour}".rstrip()


def _row_words(fields: Mapping[str, Field], row: Mapping[str, object], choices: Choices) -> str:
    cells = [
        words_of(one, row[key], choices)
        for key, one in fields.items()
        if row.get(key) not in (None, "", []) and one.label != ORDINAL
    ]
    return "；".join(cells)

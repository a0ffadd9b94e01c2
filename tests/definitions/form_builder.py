"""Small forms for tests: say only the component that matters."""

import json
from datetime import datetime
from itertools import count

from engine.definitions.form import FormRefused, read_form
from engine.definitions.form_body import BodyContext, FormInvalid, check_body
from engine.definitions.form_plain import LOCAL

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL)
YES_NO = [{"label": "是", "value": "true"}, {"label": "否", "value": "false"}]
COLOURS = [{"label": "红色", "value": "red"}, {"label": "绿色", "value": "green"}]

_numbers = count(1)


def component(kind, key=None, **attributes):
    """One component with an id and, when it has a key, a label of its own."""
    number = next(_numbers)
    made = {"type": kind, "id": f"c{number}"}
    if key is not None:
        made["path" if kind == "dynamiclist" else "key"] = key
        made["dateLabel" if kind == "datetime" else "label"] = f"项目{number}"
    return made | attributes


def form_text(*components, code="P1.2", **head):
    """The JSON of a whole form, one component a line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in components)
    start = {"type": "default", "id": code, "schemaVersion": 19, **head}
    return f'{json.dumps(start, ensure_ascii=False)[:-1]}, "components": [\n{lines}]}}'.encode()


def a_form(*components, code="P1.2", groups=None, **head):
    """A form read from `components`."""
    files = {
        name: json.dumps(part, ensure_ascii=False).encode() for name, part in (groups or {}).items()
    }
    return read_form(code, form_text(*components, code=code, **head), files, path="forms/t.json")


def findings_of(*components, groups=None, code="P1.2", **head):
    """The findings a form is refused with; none when it is not refused."""
    try:
        a_form(*components, groups=groups, code=code, **head)
    except FormRefused as refused:
        return refused.findings
    return ()


def codes_of(*components, **others):
    """The codes of `findings_of`."""
    return {finding.code for finding in findings_of(*components, **others)}


def context(**others):
    """What bodies are judged by, at `NOW`."""
    return BodyContext(**{"now": NOW, **others})


def accepted(form, body, **others):
    """The typed values of an accepted body."""
    return check_body(form, body, context=context(**others))


def refused(form, body, **others):
    """The faults of a body by place; none when it is accepted."""
    try:
        check_body(form, body, context=context(**others))
    except FormInvalid as invalid:
        return invalid.fields
    return {}

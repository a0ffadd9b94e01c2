"""The shipped forms: each can be read, shown, filled from its samples, judged and stored."""

import json
from datetime import date
from pathlib import Path

import pytest

from engine.definitions.describe import describe
from engine.definitions.form import read_form
from engine.definitions.form_plain import from_plain, to_plain
from engine.definitions.samples import SampleContext, SampleMissing, filled_with_samples
from tests.definitions.form_builder import NOW, accepted

FORMS = Path(__file__).parents[2] / "forms" / "national"
GROUPS = {file.stem: file.read_bytes() for file in FORMS.glob("groups/*.json")}
FILES = {
    **{file.parent.name.partition("-")[0]: file for file in FORMS.glob("*/form.json")},
    **{file.stem: file for file in FORMS.glob("tasks/*.json")},
}
WITHOUT_SAMPLE = {"EX13.lead_handler": "document_no", "EX9.lead_handler": "parent_case_no"}
"""Keys that name another document or case: only who writes a scenario can know which."""

CONTEXT = SampleContext(
    now=NOW,
    user="wangsl",
    orgs=["双流区白鹭街道办事处"],
    laws=["N-29"],
    handlers=["lisl", "chensl"],
    items=[{"item_no": 1}, {"item_no": 2}],
    given={
        "replacement": "zhaosl",
        "lead_handler": "lisl",
        "co_handler": "chensl",
        "copies": 2,
        "other_lead_handler": "zhaosl",
        "expert": "qiansl",
        "servers": ["wangsl", "lisl"],
        "present": ["lisl"],
        "meeting_result": "approve",
        "seal": "special",
    },
)


def shipped(code):
    return read_form(code, FILES[code].read_bytes(), GROUPS, path=FILES[code].name)


def texts(value):
    """Every text in a body."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return {text for one in inner for text in texts(one)}
    return {str(value)}


def choices_for(form, body):
    """Registers and enums in which everything the body chose can be found."""
    found = {text: text for text in texts(body)}
    fields = [*form.fields.values()]
    fields += [row for field in fields if field.rows for row in field.rows.values()]
    return {field.options_from: found for field in fields if field.options_from}


def test_forms_are_shipped():
    assert len(FILES) > 80


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_shipped_form_is_filled_from_its_samples_judged_and_stored(code):
    form = shipped(code)
    if code in WITHOUT_SAMPLE:
        with pytest.raises(SampleMissing, match=WITHOUT_SAMPLE[code]):
            filled_with_samples(form, {}, context=CONTEXT)
        return
    body = filled_with_samples(form, {}, context=CONTEXT)
    choices = choices_for(form, body)
    values = accepted(form, body, choices=choices)
    stored = json.loads(json.dumps(to_plain(form.fields, values)))
    assert from_plain(form.fields, stored) == values
    json.dumps(describe(form, choices=choices))


def test_the_registration_form_keeps_the_complainant_secret():
    secret = {key for key, field in shipped("D01").fields.items() if field.secret}
    assert {"name", "phone", "id_no", "address", "comp_org_name"} <= secret


def test_the_first_sample_day_of_an_event_is_not_in_the_future():
    body = filled_with_samples(shipped("D01"), {}, context=CONTEXT)
    assert date.fromisoformat(body["fact_time"][:10]) < NOW.date()

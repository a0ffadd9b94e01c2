"""设计草稿的编辑: what stands in an editor, read as if it were saved. Nothing here is kept."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any

from flask import Response, send_file
from marshmallow import fields

from engine.definitions.describe import describe
from engine.definitions.entry_writing import with_entry
from engine.definitions.form import Form
from engine.definitions.form_fields import Field
from engine.definitions.form_standing import standings
from engine.definitions.release import Release
from engine.queries import draft_limits, draft_reading, template_trial
from engine.queries.drawing_board import part_content
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Shape, blueprint, text
from webui.refusals import RequestMalformed

api = blueprint("design_editing", "设计草稿的编辑")

REGISTERS: Mapping[str, Mapping[str, str]] = {
    "orgs": {"示例机关": "示例机关"},
    "people": {"示例人员": "示例人员"},
}
"""Stand for what a register would offer."""


class PartShown(Shape):
    """A file of the draft and what stands in its editor now."""

    part = text()
    content = text()


class LimitTried(PartShown):
    """A limit, and the day it would begin; today without one."""

    limit = text()
    on = fields.Date(load_default=None)


class EntryChanged(Shape):
    """One entry of a YAML file, to be written into it."""

    part = text()
    content = text()
    keys = fields.List(fields.String(), required=True)
    value = fields.Raw(required=True, allow_none=True)


class TemplateTried(Shape):
    """A Word template in base 64; null = as it is in the draft."""

    part = text()
    content = fields.String(required=True, allow_none=True)


@api.post("/design/entry")
@open_to(Rule.DESIGNER)
@api.arguments(EntryChanged)
@api.response(200)
def entry(sent: dict[str, Any]) -> dict[str, object]:
    """The text of a YAML file with one entry otherwise; null takes a top entry away."""
    if not sent["keys"]:
        raise RequestMalformed
    data = with_entry(sent["content"].encode(), sent["keys"], sent["value"], file=sent["part"])
    return {"content": data.decode()}


@api.post("/design/drafts/<draft_id>/entries")
@open_to(Rule.DESIGNER)
@api.arguments(PartShown)
@api.response(200)
def entries(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """Every entry of a YAML file as it holds for the place, and what the place itself says."""
    release = _release(sent, draft_id)
    return {"rows": [asdict(one) for one in draft_reading.entry_lines(release, sent["part"])]}


@api.post("/design/drafts/<draft_id>/limits")
@open_to(Rule.DESIGNER)
@api.arguments(PartShown)
@api.response(200)
def limits(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """The limits of the file's procedure, and what all stages add up to against the total."""
    release = _release(sent, draft_id)
    procedure = draft_reading.procedure_of(sent["part"])
    total = draft_limits.total_line(release)
    return {
        "rows": [asdict(one) for one in draft_limits.limit_lines(release, procedure)]
        if procedure
        else [],
        "total": None if total is None else {**asdict(total), "fits": total.fits},
        "laws": {key: one.title for key, one in release.place_info.laws.items()},
    }


@api.post("/design/drafts/<draft_id>/limit-trial")
@open_to(Rule.DESIGNER)
@api.arguments(LimitTried)
@api.response(200)
def limit_trial(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """A limit worked out from a day on, day by day."""
    on = sent["on"] or the_desk().office.clock.now().date()
    found = draft_limits.limit_explained(_release(sent, draft_id), sent["limit"], on)
    return {
        "on": on,
        "lines": list(found.lines),
        "due_on": found.due_on,
        "days": [asdict(one) for one in found.days],
    }


@api.post("/design/drafts/<draft_id>/form")
@open_to(Rule.DESIGNER)
@api.arguments(PartShown)
@api.response(200)
def form(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """A form as the people who fill it will see it."""
    release = _release(sent, draft_id)
    found = draft_reading.form_in(release, _form_code(sent["part"]), sent["part"])
    now = the_desk().office.clock.now()
    data = {key: one.default for key, one in found.fields.items() if one.default is not None}
    return {
        "form": describe(found, choices=_choices(release, found)),
        "data": data,
        "standing": {
            key: one.name.lower() for key, one in standings(found.fields, data, now=now).items()
        },
        "enums": sorted(release.place_info.enums),
        "decisions": sorted(release.decisions),
        "limits": {key: one.title for key, one in release.limits.items()},
    }


@api.post("/design/drafts/<draft_id>/template")
@open_to(Rule.DESIGNER)
@api.arguments(TemplateTried)
@api.response(200)
def template(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """The names a template may use, those it uses, and what must be mended with its place."""
    release, content = _template(sent, draft_id)
    found = template_trial.template_trial(release, template_trial.kind_of(sent["part"]), content)
    return {
        "kind": found.kind,
        "title": found.title,
        "names": [asdict(one) for one in found.names],
        "findings": [asdict(one) for one in found.findings],
    }


@api.post("/design/drafts/<draft_id>/template.pdf")
@open_to(Rule.DESIGNER)
@api.arguments(TemplateTried)
@api.response(200, content_type="application/pdf")
def template_print(sent: dict[str, Any], draft_id: str) -> Response:
    """The template filled with samples, as it would be printed."""
    release, content = _template(sent, draft_id)
    kind = template_trial.kind_of(sent["part"])
    made = template_trial.trial_print(the_desk(), release, kind, content)
    return send_file(BytesIO(made.pdf), mimetype="application/pdf")


def _release(sent: dict[str, Any], draft_id: str) -> Release:
    content = sent["content"].encode()
    return draft_reading.release_with(the_desk(), draft_id, sent["part"], content)


def _template(sent: dict[str, Any], draft_id: str) -> tuple[Release, bytes]:
    desk, part = the_desk(), sent["part"]
    if sent["content"] is None:
        content = part_content(desk, draft_id, part)
    else:
        try:
            content = base64.b64decode(sent["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise RequestMalformed from error
    return draft_reading.release_with(desk, draft_id, part, content), content


def _form_code(part: str) -> str:
    name = part.rsplit("/", 1)[1]
    if name == "form.json":
        return template_trial.kind_of(part)
    return name.removesuffix(".json")


def _choices(release: Release, form: Form) -> dict[str, dict[str, str | None]]:
    """Options of every source the form names: those of the place, an example for registers."""
    found: dict[str, dict[str, str | None]] = {
        f"enums.{name}": dict(one) for name, one in release.place_info.enums.items()
    }
    found["laws"] = {key: one.title for key, one in release.place_info.laws.items()}
    for one in _every_field(form.fields):
        if one.options_from:
            found.setdefault(one.options_from, dict(REGISTERS.get(one.options_from, {})))
    return found


def _every_field(fields_: Mapping[str, Field]) -> Iterator[Field]:
    for one in fields_.values():
        yield one
        yield from _every_field(one.rows or {})

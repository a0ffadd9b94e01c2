"""样式试印: the names a template may use, what must be mended, and a print with sample values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.definitions.document import DocumentDefinition
from engine.definitions.finding import Finding
from engine.definitions.form import Form
from engine.definitions.form_fields import Field, Kind
from engine.definitions.release import Release
from engine.documents.form_names import fields_of
from engine.documents.template_check import judge_template
from engine.documents.template_fields import ALWAYS_THERE
from engine.ports import Rendered
from engine.queries.draft_reading import FormUnread, form_in
from engine.queries.looking import Desk

ROWS_SHOWN = 2
NUMBER, DATED, SIGNED = "文号", "成文日期", "署名"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateName:
    """A name a template may use, as it is written there."""

    name: str
    written: str
    shape: str
    required: bool
    is_used: bool
    secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTrial:
    """What a template may use and what is wrong with it."""

    kind: str
    title: str
    names: tuple[TemplateName, ...]
    findings: tuple[Finding, ...]


def kind_of(part: str) -> str:
    """The document code of a file under forms/."""
    return part.split("/")[2].partition("-")[0]


def template_trial(release: Release, kind: str, template: bytes) -> TemplateTrial:
    """The names and the findings of a template of that kind."""
    form, document = _paper(release, kind)
    judged = judge_template(template, fields_of(form, document))
    used = judged.paths
    own = [name for field in form.fields.values() for name in _names(field, used)]
    always = [
        TemplateName(
            name=name,
            written=_written(name, rows=shape.shape == "rows", parts=tuple(shape.parts)),
            shape=shape.shape,
            required=False,
            is_used=_is_used(name, used),
            secret=False,
        )
        for name, shape in ALWAYS_THERE.items()
    ]
    findings = (*judged.faults, *judged.unset)
    return TemplateTrial(kind=kind, title=document.title, names=(*own, *always), findings=findings)


def trial_print(desk: Desk, release: Release, kind: str, template: bytes) -> Rendered:
    """The template filled with samples and set; refuses `template_refused`."""
    now = desk.office.clock.now()
    values = sample_values(release, kind, now.date())
    return desk.office.documents.render(template, values, issued_at=now)


def sample_values(release: Release, kind: str, today: date) -> dict[str, object]:
    """A value for every name, as the form nests them."""
    form, document = _paper(release, kind)
    values: dict[str, object] = {}
    for field in form.fields.values():
        place = values
        for group in field.group_labels:
            place = place.setdefault(group, {})  # type: ignore[assignment]  # groups are dicts
        place[field.label] = _sample(field, today)
    one_opinion = {
        "环节": "审批",
        "意见": "同意。",
        "结果": "同意",
        "签名": "张示例",
        "时间": today,
    }
    one_person = {"姓名": "张示例", "证号": "JD-00001", "单位": "示例单位", "角色": "主办人"}
    return {
        "审批意见": [one_opinion],
        "承办人员": [one_person],
        **values,
        NUMBER: "示例〔2026〕1号",
        DATED: today,
        SIGNED: release.place_info.tiers["T1"].acting_body or document.title,
    }


def _paper(release: Release, kind: str) -> tuple[Form, DocumentDefinition]:
    document = release.documents.get(kind)
    if document is None:
        raise FormUnread(where={"part": kind}, part=kind)
    return form_in(release, kind, kind), document


def _names(field: Field, used: frozenset[str]) -> Iterator[TemplateName]:
    name = field.template_name
    is_rows = field.rows is not None
    parts = tuple(one.label for one in (field.rows or {}).values())
    yield TemplateName(
        name=name,
        written=_written(name, rows=is_rows, parts=parts),
        shape="rows" if is_rows else "many" if field.is_list else "value",
        required=field.required,
        is_used=_is_used(name, used),
        secret=field.secret,
    )


def _written(name: str, *, rows: bool, parts: tuple[str, ...]) -> str:
    if not rows:
        return f"{{{{ {name} }}}}"
    cells = " ".join(f"{{{{ 行.{part} }}}}" for part in parts)
    return f"{{%tr for 行 in {name} %}} {cells} {{%tr endfor %}}"


def _is_used(name: str, used: frozenset[str]) -> bool:
    return any(one == name or one.startswith((f"{name}.", f"{name}[")) for one in used)


def _sample(field: Field, today: date) -> object:
    """Something that fits the kind of the field; what a person wrote as sample goes first."""
    plain = field.sample if field.sample and field.sample[0] not in "@=[{" else None
    if field.rows is not None:
        row = {one.label: _sample(one, today) for one in field.rows.values()}
        return [row] * ROWS_SHOWN
    by_kind: Mapping[Kind, object] = {
        Kind.DATE: today,
        Kind.DATETIME: today,
        Kind.TIME: "09:00",
        Kind.BOOLEAN: True,
        Kind.FILES: ["材料.pdf"],
        Kind.WHOLE: f"{plain or field.validators.min or 1}{field.suffix}",
        Kind.DECIMAL: f"{plain or field.validators.min or 1}{field.suffix}",
    }
    if field.type in by_kind:
        return by_kind[field.type]
    said = field.options[0].label if field.options else plain or f"（{field.label}）"
    return [said] if field.type is Kind.CHOICES else said

"""Every shipped document with its form, template and invented values: a bare and a full set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from engine.definitions.form import Form, read_form
from engine.definitions.form_fields import Field, Kind
from engine.documents.form_names import labels_of
from engine.documents.template_fields import TemplateFields

FORMS = Path(__file__).parents[2] / "forms" / "national"
RARE_NAME = "喆堃𬎆"
DAY = date(2026, 3, 5)
MOMENT = datetime(2026, 3, 5, 9, 30)  # noqa: DTZ001 -- a form's datetime is local
ALWAYS: Mapping[str, object] = {
    "文号": "双府执监立〔2026〕1号",
    "成文日期": DAY,
    "署名": "成都市双流区行政执法监督局",
}
_LONG = "经查阅执法案卷、调取现场音像资料并询问有关人员，"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """One shipped document."""

    code: str
    folder: str
    form: Form
    template: bytes
    fields: TemplateFields


def template_folders() -> list[str]:
    """The folders of all documents that have a Word template."""
    return sorted(path.parent.name for path in FORMS.glob("*/template.docx"))


@lru_cache(maxsize=64)
def shipped(folder: str) -> Shipped:
    """The document of a folder."""
    where = FORMS / folder
    groups = {path.stem: path.read_bytes() for path in (FORMS / "groups").glob("*.json")}
    code = folder.split("-", 1)[0]
    form = read_form(code, (where / "form.json").read_bytes(), groups, path=folder)
    document = YAML(typ="safe").load(where / "document.yaml")
    return Shipped(
        code=code,
        folder=folder,
        form=form,
        template=(where / "template.docx").read_bytes(),
        fields=TemplateFields(
            labels=labels_of(form),
            sealed=document.get("seal") not in {None, "none"},
            hides_identity="supervised_org" in (document.get("visible_to") or []),
            file=f"{folder}/template.docx",
        ),
    )


def bare_values(document: Shipped) -> dict[str, object]:
    """Only what must always be filled in."""
    return {**ALWAYS, **_values(f for f in document.form.fields.values() if _always_required(f))}


def full_values(document: Shipped) -> dict[str, object]:
    """Everything filled in, texts long, lists of three, names rare."""
    opinions = tuple(
        {
            "环节": step,
            "意见": f"拟同意承办意见，{_LONG}请按程序办理。",
            "结果": "同意",
            "签名": RARE_NAME,
            "时间": MOMENT,
        }
        for step in ("科室", "法制审核", "分管负责人")
    )
    handlers = tuple(
        {"姓名": name, "证号": f"川A{number}", "单位": "监督科", "角色": "主办"}
        for number, name in ((1001, RARE_NAME), (1002, "李翀"))
    )
    filled = _values(document.form.fields.values())
    return {**filled, **ALWAYS, "审批意见": opinions, "承办人员": handlers}


def _always_required(field: Field) -> bool:
    return (field.required and not field.hides) or field.filled_by_product


def _values(fields: Iterable[Field]) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in fields:
        inside = values
        for label in field.group_labels:
            group = inside.setdefault(label, {})
            assert isinstance(group, dict)
            inside = group
        inside[field.label] = value_of(field)
    return values


def value_of(field: Field) -> object:
    """An invented value as the office would hand it over: option labels, units behind numbers."""
    if field.rows is not None:
        return tuple(
            {part.label: _numbered(value_of(part), number) for part in field.rows.values()}
            for number in (1, 2, 3)
        )
    if field.options:
        label = field.options[0].label
        return (label, field.options[-1].label) if field.is_list else label
    invented = _INVENTED.get(field.type, f"〔{field.label}〕{RARE_NAME}")
    if field.is_list:
        return (f"〔{field.label}〕其一", f"〔{field.label}〕其二")
    if field.component == "textarea":
        return f"〔{field.label}〕{_LONG}情况属实。"
    return f"{invented}{field.suffix}" if field.suffix else invented


_INVENTED: Mapping[Kind, object] = {
    Kind.WHOLE: 15,
    Kind.DECIMAL: Decimal("12.50"),
    Kind.BOOLEAN: True,
    Kind.DATE: DAY,
    Kind.DATETIME: MOMENT,
    Kind.TIME: time(9, 30),
}


def _numbered(value: object, number: int) -> object:
    if isinstance(value, str):
        return f"{value}{number}"
    return number if value == _INVENTED[Kind.WHOLE] else value

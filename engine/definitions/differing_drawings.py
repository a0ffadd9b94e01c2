"""Which diagrams, forms and documents a place has redrawn, and what is new or gone in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definitions.form import Form
from engine.definitions.process import ProcessDefinition
from engine.definitions.release import Release

DIAGRAM, FORM, DOCUMENT = "流程图", "表单", "文书"
AS_IS = "沿用"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """One file replaced whole."""

    topic: str
    what: str
    here: str
    there: str


def drawing_differences(release: Release, other: Release) -> Iterator[Redrawn]:
    """A line per redrawn diagram: the tasks added, taken away, given to another role."""
    for key, process in release.process_definitions.items():
        before = other.process_definitions.get(key)
        if before is None or before.sha256 == process.sha256:
            continue
        yield Redrawn(
            topic=DIAGRAM,
            what=f"{process.name}（{key}）",
            here=_told(_tasks(process, release), _tasks(before, other)),
            there=f"{len(before.tasks)} 个任务",
        )


def _tasks(process: ProcessDefinition, release: Release) -> dict[str, str]:
    """Step, name and roles of each user task, by element id."""
    roles = release.place_info.roles
    return {
        name: f"{one.step} {one.name}（{'、'.join(roles[code].title for code in one.roles)}）"
        for name, one in process.tasks.items()
    }


def _told(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    added = [words for name, words in here.items() if name not in there]
    gone = [words for name, words in there.items() if name not in here]
    changed = [
        f"{there[name]} 改为 {words}"
        for name, words in here.items()
        if name in there and there[name] != words
    ]
    parts = [
        f"{head}：{'，'.join(items)}"
        for head, items in (("增加", added), ("去掉", gone), ("改动", changed))
        if items
    ]
    return f"重画，{len(here)} 个任务；{'；'.join(parts) or '任务未变，连线或布局不同'}"


def form_differences(release: Release, other: Release) -> Iterator[Redrawn]:
    """A line per form, document and template that is not the other's."""
    for code, form in release.forms.items():
        before = other.forms.get(code)
        if before is None:
            yield Redrawn(topic=FORM, what=code, here=_fields(form), there="无")
        elif before != form:
            words = "；".join(_changes(form, before)) or "版式不同"
            yield Redrawn(topic=FORM, what=code, here=words, there=AS_IS)
    for code, document in release.documents.items():
        known = other.documents.get(code)
        title = f"{code} {document.title}"
        if known is None:
            yield Redrawn(topic=DOCUMENT, what=title, here="增加", there="无")
        elif release.templates.get(code) != other.templates.get(code):
            yield Redrawn(topic=DOCUMENT, what=title, here="本地模板", there=known.title)


def _fields(form: Form) -> str:
    return f"增加：{'、'.join(field.label for field in form.fields.values())}"


def _changes(form: Form, before: Form) -> Iterator[str]:
    for key, field in form.fields.items():
        old = before.fields.get(key)
        if old is None:
            yield f"增加“{field.label}”"
        elif field.required != old.required:
            yield f"“{field.label}”{'必填' if field.required else '可以不填'}"
        elif field.validators != old.validators:
            yield f"“{field.label}”的限制不同"
    for key, field in before.fields.items():
        if key not in form.fields:
            yield f"去掉“{field.label}”"

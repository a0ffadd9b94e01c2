"""What a file of a release is to whoever edits it: its kind, and its title in Chinese."""

from dataclasses import dataclass
from typing import Literal

from engine.definitions.layers import Layers
from engine.definitions.release import Release
from engine.definitions.source_tree import PROCEDURES

PartKind = Literal[
    "diagram",
    "limits",
    "facts",
    "required",
    "decision",
    "form",
    "group",
    "task_form",
    "document",
    "template",
    "place",
    "scenario",
    "calendar",
]
"""The editors know files by these words."""

_BY_NAME: dict[str, PartKind] = {
    "process.bpmn": "diagram",
    "limits.yaml": "limits",
    "facts.yaml": "facts",
    "required.yaml": "required",
    "form.json": "form",
    "document.yaml": "document",
    "template.docx": "template",
    "place.yaml": "place",
}
_BY_FOLDER: dict[str, PartKind] = {
    "decisions": "decision",
    "groups": "group",
    "tasks": "task_form",
    "scenarios": "scenario",
    "calendar": "calendar",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartName:
    """A file told in words. `about` is the same for the files of all places about one thing."""

    kind: PartKind
    title: str
    about: str
    """The path without the place's folder: ``processes/filing/process.bpmn``."""


def part_name(path: str, release: Release) -> PartName:
    """Kind and title of the file at `path`, as far as the release knows it."""
    parts = path.split("/")
    name = parts[-1]
    kind = _BY_NAME.get(name) or _BY_FOLDER[parts[1] if parts[1] in _BY_FOLDER else parts[-2]]
    about = "/".join((parts[0], *parts[2:]))
    return PartName(kind=kind, title=_title(kind, parts, release), about=about)


def place_in_tree(path: str) -> tuple[int, str]:
    """What lists of files are sorted by: procedures as a case meets them, the rest by name."""
    folder = path.split("/")[2]
    order = list(PROCEDURES)
    return (order.index(folder) if folder in order else len(order)), path


def own_path(path: str, release: Release) -> str:
    """The same file in the place's own folder."""
    parts = path.split("/")
    return "/".join((parts[0], release.lineage[0], *parts[2:]))


def levels(release: Release) -> dict[str, str]:
    """Title of each place of the lineage by its folder, nearest first."""
    layers = Layers(release.sources, release.lineage)
    found = {}
    for folder in release.lineage:
        node = layers.yaml_of(folder, "place.yaml")
        title = (node.mapping or {}).get("title") if node else None
        found[folder] = str(title.value) if title else folder
    return found


def _title(kind: PartKind, parts: list[str], release: Release) -> str:
    stem = parts[-1].rpartition(".")[0]
    if kind == "place":
        return "名称、角色、编号和选项"
    if kind in {"diagram", "limits", "facts", "required"}:
        return _procedure(parts[2], release)
    if kind in {"form", "document", "template"}:
        code = parts[2].partition("-")[0]
        found = release.documents.get(code)
        return f"{code} {found.title}" if found else code
    if kind == "task_form":
        step = ".".join(stem.split(".")[:2])
        names = {one.name: None for one in release.tasks.values() if one.form == step}
        return f"{stem} {'、'.join(names)}".strip()
    return stem


def _procedure(folder: str, release: Release) -> str:
    found = release.process_definitions.get(PROCEDURES[folder])
    return found.name if found else folder

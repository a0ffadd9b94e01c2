"""A draft read as if one of its files already said what stands in the editor."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.definitions.entry_writing import shown
from engine.definitions.finding import DefinitionRefused
from engine.definitions.form import Form
from engine.definitions.layers import Layers
from engine.definitions.part_reading import part_findings
from engine.definitions.release import Release, read_release
from engine.definitions.yaml_node import Node
from engine.errors import Refusal
from engine.queries.drawing_board import draft_files
from engine.queries.looking import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One top entry of a YAML file as it holds for the place, and what the place itself says."""

    key: str
    value: object
    own: object
    is_own: bool
    file: str
    line: int


class ContentUnreadable(DefinitionRefused):
    """What stands in the editor cannot be read; nothing is stored."""

    code = "design_content_unreadable"
    what = "内容有 {count} 处不能读取，第一处：{first}"
    mend = "请按位置改正；已经保存的内容没有变化。"


class FormUnread(Refusal):
    """A form or document that the draft does not have, or that cannot be read as it stands."""

    code = "design_form_unread"
    http_status = 422
    what = "草稿里没有“{part}”可用的表单。"
    mend = "请先按检查结果改正这份表单。"


def form_in(release: Release, code: str, part: str) -> Form:
    """The form of that code; refuses `design_form_unread`."""
    form = release.forms.get(code)
    if form is None:
        raise FormUnread(where={"part": part}, part=part)
    return form


def release_with(desk: Desk, draft_id: str, part: str, content: bytes) -> Release:
    """The release the draft gives with that content; refuses `design_content_unreadable`."""
    found = draft_files(desk, draft_id)
    files = {**found.files, part: content}
    faults = part_findings(files, found.base.place, part)
    if faults:
        raise ContentUnreadable(faults)
    return read_release(files, found.base.place)[0]


def entry_lines(release: Release, part: str) -> list[EntryLine]:
    """Every top entry of a YAML file, the inherited ones included."""
    layers = Layers(release.sources, release.lineage)
    top, folder, *rest = part.split("/")
    if top == "forms":
        code = rest[0].partition("-")[0]
        merged, mine = layers.merged_document(code), _own_document(layers, part, folder).mapping
    else:
        path = "/".join(rest)
        own = layers.yaml_of(folder, path)
        merged, mine = layers.merged(path), own.mapping if own else None
    mine = mine or {}
    return [
        EntryLine(
            key=key,
            value=shown(node),
            own=shown(mine[key]) if key in mine else None,
            is_own=key in mine,
            file=node.file,
            line=node.line,
        )
        for key, node in (merged.mapping or {}).items()
    ]


def procedure_of(part: str) -> str:
    """The procedure a file under processes/ belongs to; "" for place.yaml."""
    parts = PurePosixPath(part).parts
    return parts[2] if len(parts) > 3 else ""  # noqa: PLR2004 -- top/place/procedure/name


def _own_document(layers: Layers, part: str, folder: str) -> Node:
    return Layers(layers.files, (folder,)).merged_document(part.split("/")[2].partition("-")[0])

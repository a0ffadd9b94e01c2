"""What keeps one file of a draft from being stored: it cannot be read, or would harm its readers.

A diagram under way may be incomplete: what is missing in it is the check's to tell. What no editor
of ours would ever write (broken XML, entities, scripts, repeated ids, thousands of elements, calls
in a circle) is refused at once, with its place.
"""

from collections.abc import Iterable, Iterator, Mapping

from engine.definitions.check_process import NODES_MAX
from engine.definitions.diagram_xml import BPMN, in_namespace, line_of, local_name, parse_xml
from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.release import Release, read_release
from engine.definitions.source_tree import FILE_BYTES_MAX, read_along
from engine.definitions.strict_yaml import read_yaml

MODELS = (".bpmn", ".dmn")
PART_CHARACTERS_MAX = 200
HARMFUL = frozenset({"xml_syntax", "file_too_large", "id_repeated", "process_count", "process_key"})
"""Of what a diagram's reader may find, the faults that no drawing under way can have."""

SCRIPT_LANGUAGE = "feel"
ELEMENTS_MAX = 20 * NODES_MAX
"""Of a whole file, shapes and edges of the picture included."""


def part_findings(files: Mapping[str, bytes], place: str, path: str) -> tuple[Finding, ...]:
    """What keeps the file at `path` from being stored, among all `files` of the place."""
    data = files[path]
    if len(data) > FILE_BYTES_MAX:
        return (
            _at(path, 0, "file_too_large", f"文件超过 {FILE_BYTES_MAX} 字节。", "请缩小文件。"),
        )
    if len(path) > PART_CHARACTERS_MAX:
        return (_at(path, 0, "path_too_long", "文件的路径过长。", "请缩短文件名。"),)
    if read_along(path):
        return tuple(_scenario(data, path))
    if path.endswith(MODELS):
        harm = tuple(_model(data, path))
        if harm:
            return harm
    release, faults = read_release(files, place)
    own = [one for one in faults if one.file == path and one.level == "error"]
    if path.endswith(".bpmn"):
        return (*(one for one in own if one.code in HARMFUL), *_circles(release, path))
    return tuple(own)


def _scenario(data: bytes, path: str) -> Iterable[Finding]:
    try:
        read_yaml(data, file=path, anchors=True, free_keys=True)
    except DefinitionRefused as refused:
        return refused.findings
    return ()


def _model(data: bytes, path: str) -> Iterator[Finding]:
    """A diagram or decision table that is too large or carries something to be executed."""
    try:
        root = parse_xml(data, file=path)
    except DefinitionRefused as refused:
        yield from refused.findings
        return
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    nodes = sum(1 for one in elements if in_namespace(one, BPMN) and _is_node(local_name(one)))
    if nodes > NODES_MAX or len(elements) > ELEMENTS_MAX:
        what = f"图里有 {nodes} 个节点、{len(elements)} 个元素，最多 {NODES_MAX} 个节点。"
        yield _at(path, 0, "nodes_too_many", what, "请拆成几个流程。")
    for one in elements:
        language = one.get("scriptFormat")
        if language is not None and language.lower() != SCRIPT_LANGUAGE:
            what = f"脚本用的是 {language}。"
            mend = "脚本只能逐行写“事实 = FEEL 表达式”。"
            yield _at(path, line_of(one), "script_refused", what, mend, one.get("id") or "")
        if local_name(one) == "script" and not in_namespace(one, BPMN):
            mend = "请删去这一段。"
            yield _at(path, line_of(one), "script_refused", "文件里夹带了网页脚本。", mend)


def _is_node(name: str) -> bool:
    return name.endswith(("Task", "Event", "Gateway", "task")) or name in {
        "callActivity",
        "subProcess",
        "adHocSubProcess",
        "transaction",
    }


def _circles(release: Release, path: str) -> Iterator[Finding]:
    """Calls of this diagram that lead back to it."""
    for process in release.process_definitions.values():
        if process.file != path:
            continue
        for node in process.nodes.values():
            if node.called and process.key in _called_from(release, node.called):
                what = f"“{node.name or node.id}”所调的流程“{node.called}”又会调回本流程。"
                yield _at(path, node.line, "circular_call", what, "请去掉其中一个调用。", node.id)


def _called_from(release: Release, start: str) -> set[str]:
    """The process `start` and everything it calls, directly or not."""
    found: set[str] = set()
    todo = [start]
    while todo:
        key = todo.pop()
        process = release.process_definitions.get(key)
        if key not in found and process is not None:
            found.add(key)
            todo.extend(process.called)
    return found


def _at(  # noqa: PLR0913 -- a finding, field by field
    path: str, line: int, code: str, what: str, mend: str, where: str = ""
) -> Finding:
    return Finding(code=code, file=path, line=line, what=what, mend=mend, where=where)

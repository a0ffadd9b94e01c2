"""Checks whole-file overrides: each names the SHA-256 of the inherited file it replaces."""

import re
from collections.abc import Iterator
from hashlib import sha256

from engine.definitions.checked_place import CheckedPlace
from engine.definitions.diagram_xml import ZHIJIAN, parse_xml
from engine.definitions.finding import DefinitionRefused, Notes
from engine.definitions.layers import Layers
from engine.definitions.source_tree import PROCEDURES

_HASH = re.compile(r"sha256:[0-9a-f]{64}")


def check_based_on(place: CheckedPlace, notes: Notes) -> None:
    """A missing hash is refused, a stale one is a warning; what replaces nothing needs none."""
    above = place.inherited
    if above is None:
        return
    for path, replaced in _replacements(place, above):
        named = _named_hash(path, place)
        found = f"sha256:{sha256(place.layers.files[replaced]).hexdigest()}"
        if named is None or not _HASH.fullmatch(named):
            mend = f"请写上 basedOn（document.yaml 写 template_based_on）：{found}。"
            what = f"文件替换了 {replaced}，却没有注明。"
            notes.error("based_on_missing", (path, 1), what, mend)
        elif named != found:
            what = f"文件依据的 {replaced} 已经改过。"
            mend = f"请在网页里合并两边的改动，再改为 {found}。"
            notes.warning("based_on_stale", (path, 1), what, mend)


def _replacements(place: CheckedPlace, above: Layers) -> Iterator[tuple[str, str]]:
    """Own path and inherited path of every file that replaces another whole."""
    layers = place.layers
    pairs = [
        (layers.nearest_process_file(name), above.nearest_process_file(name))
        for name in (f"{procedure}/process.bpmn" for procedure in PROCEDURES)
    ]
    for procedure in PROCEDURES:
        inherited = above.decisions(procedure)
        pairs += [(path, inherited.get(name)) for name, path in layers.decisions(procedure).items()]
    forms = above.task_forms()
    pairs += [(path, forms.get(code)) for code, path in layers.task_forms().items()]
    for code in layers.document_folders():
        pairs += [
            (layers.document_file(code, name), above.document_file(code, name))
            for name in ("form.json", "template.docx")
        ]
    for mine, theirs in pairs:
        if mine and theirs and mine != theirs:
            yield mine, theirs


def _named_hash(path: str, place: CheckedPlace) -> str | None:
    if path.endswith((".bpmn", ".dmn")):
        try:
            return parse_xml(place.layers.files[path], file=path).get(f"{{{ZHIJIAN}}}basedOn")
        except DefinitionRefused:
            return None
    code = path.split("/")[2].partition("-")[0]
    if path.endswith("template.docx"):
        document = place.release.documents.get(code)
        return document.template_based_on if document else None
    name = path.rsplit("/", 1)[1].removesuffix(".json")
    form = place.release.forms.get(name if "/tasks/" in path else code)
    return form.based_on if form else None

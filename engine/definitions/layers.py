"""The files of a lineage: YAML laid over one another, the rest taken from the nearest place."""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.overlay import overlaid
from engine.definitions.strict_yaml import read_yaml
from engine.definitions.yaml_node import Node

_DOCUMENT_FOLDER = re.compile(r"[A-Z][0-9]{2}[a-z]?-.+")


class Layers:
    """Answers what holds for a place; `lineage` is nearest first, faults of files are kept."""

    def __init__(self, files: Mapping[str, bytes], lineage: Sequence[str]) -> None:
        self.files = files
        self.lineage = tuple(lineage)
        self.faults: list[Finding] = []
        self._broken: set[str] = set()
        self._folders = {place: self._document_folders_of(place) for place in self.lineage}

    def yaml_of(self, folder: str, path: str) -> Node | None:
        """The file of one place alone, e.g. ``filing/limits.yaml``; None where it has none."""
        full = f"processes/{folder}/{path}"
        return self._read(full) if full in self.files else None

    def merged(self, path: str) -> Node:
        """The file merged over the lineage; absent everywhere: an empty map."""
        layers = [node for place in reversed(self.lineage) if (node := self.yaml_of(place, path))]
        return overlaid(layers, file=f"processes/{self.lineage[-1]}/{path}")

    def is_whole(self, node: Node) -> bool:
        """False when a layer could not be read, so that what the merged file lacks says nothing."""
        return _logical(node.file) not in self._broken

    def nearest_process_file(self, path: str) -> str | None:
        """The full path of the nearest place's file, e.g. ``filing/process.bpmn``."""
        return self._nearest(f"processes/{{}}/{path}")

    def decisions(self, procedure: str) -> Mapping[str, str]:
        """Full path by decision id."""
        return self._names(f"processes/{{}}/{procedure}/decisions/", ".dmn")

    def groups(self) -> Mapping[str, bytes]:
        """Field groups by name."""
        found = self._names("forms/{}/groups/", ".json")
        return {name: self.files[path] for name, path in found.items()}

    def task_forms(self) -> Mapping[str, str]:
        """Full path by step code, or ``<step>.<role>``."""
        return self._names("forms/{}/tasks/", ".json")

    def document_folders(self) -> Mapping[str, str]:
        """Folder name by document code, as the most general place calls it."""
        found: dict[str, str] = {}
        for place in reversed(self.lineage):
            for code, folders in self._folders[place].items():
                found.setdefault(code, folders[0])
        return found

    def document_file(self, code: str, name: str) -> str | None:
        """The full path of the nearest place's file of that document, e.g. ``form.json``."""
        for place in self.lineage:
            for path in self._document_paths(place, code, name):
                return path
        return None

    def merged_document(self, code: str) -> Node:
        """document.yaml of the kind, merged over the lineage."""
        paths = [
            path
            for place in reversed(self.lineage)
            for path in self._document_paths(place, code, "document.yaml")
        ]
        return overlaid([self._read(path) for path in paths], file=paths[0] if paths else "")

    def _document_folders_of(self, place: str) -> dict[str, list[str]]:
        parts = [path.split("/") for path in self.files if path.startswith(f"forms/{place}/")]
        found: dict[str, list[str]] = {}
        for folder in sorted({part[2] for part in parts if _DOCUMENT_FOLDER.fullmatch(part[2])}):
            found.setdefault(folder.partition("-")[0], []).append(folder)
        return found

    def _document_paths(self, place: str, code: str, name: str) -> Iterator[str]:
        for folder in self._folders[place].get(code, ()):
            path = f"forms/{place}/{folder}/{name}"
            if path in self.files:
                yield path

    def _names(self, pattern: str, ending: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for place in self.lineage:
            start = pattern.format(place)
            for path in sorted(self.files):
                if path.startswith(start) and path.endswith(ending):
                    found.setdefault(path[len(start) : -len(ending)], path)
        return found

    def _nearest(self, pattern: str) -> str | None:
        paths = (pattern.format(place) for place in self.lineage)
        return next((path for path in paths if path in self.files), None)

    def _read(self, path: str) -> Node:
        try:
            return read_yaml(self.files[path], file=path)
        except DefinitionRefused as refused:
            self.faults.extend(refused.findings)
            self._broken.add(_logical(path))
            return Node({}, path, 1)


def _logical(path: str) -> str:
    """The path without its place; a document's by its code, however a place names the folder."""
    top, _, *rest = path.split("/")
    if top == "forms":
        rest[0] = rest[0].partition("-")[0]
    return "/".join((top, *rest))

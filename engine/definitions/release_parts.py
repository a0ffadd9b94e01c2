"""Reads every file of a lineage into its model and collects the faults of all of them."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from engine.definitions.calendar_file import CalendarFile, read_calendar
from engine.definitions.document import DocumentDefinition, read_document
from engine.definitions.entry import Entry
from engine.definitions.facts import FactDeclaration, read_facts
from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.form import Form, read_form
from engine.definitions.layers import Layers
from engine.definitions.limits import Limit, read_limits
from engine.definitions.place import Place
from engine.definitions.place_file import read_place
from engine.definitions.process import ProcessDefinition
from engine.definitions.process_file import read_process
from engine.definitions.required import RequiredStep, read_required
from engine.definitions.source_tree import PROCEDURES
from engine.definitions.strict_yaml import read_yaml
from engine.definitions.yaml_node import Node

Part = TypeVar("Part")
Groups = tuple[tuple[str, bytes], ...]
"""Field groups by name, as something that can be remembered."""
FORMS_REMEMBERED_MAX = 2_000

CALENDAR_FOLDER = "processes/calendar/"
VERB_GROUPS = {"approve": "G-APPROVE", "opinion": "G-APPROVE", "seal": "G-SEAL"}
"""The shared fields that an act on a document brings along, by verb."""


class ReleaseParts:
    """The parts of a release of one place; reading never stops at a fault, `faults` holds all."""

    def __init__(self, layers: Layers, *, place: str) -> None:
        """`place` is the division code, which need not have a folder of its own."""
        self.layers = layers
        self.place = place
        self.faults: list[Finding] = []

    def place_info(self) -> Place:
        """place.yaml over the lineage."""
        return read_place(self._entry("place.yaml"), code=self.place, folder=self.layers.lineage[0])

    def _entry(self, path: str) -> Entry:
        return self._judged(self.layers.merged(path))

    def _judged(self, node: Node) -> Entry:
        """The merged file; of one with an unreadable layer the further faults would mislead."""
        return Entry(node, self.faults if self.layers.is_whole(node) else [])

    def limits(self) -> Mapping[str, Limit]:
        """Every limit by key; a key two procedures define is refused."""
        return self._by_procedure("limits.yaml", read_limits, "limit_twice", "期限")

    def required(self) -> Mapping[str, RequiredStep]:
        """Every required step; a step two procedures list is refused."""
        return self._by_procedure("required.yaml", read_required, "required_twice", "必经步骤")

    def fact_declarations(self) -> tuple[FactDeclaration, ...]:
        """Every fact as each procedure declares it, overall procedure first."""
        declared: list[FactDeclaration] = []
        for procedure in PROCEDURES:
            entry = self._entry(f"{procedure}/facts.yaml")
            declared.extend(read_facts(entry, procedure=procedure).values())
        return tuple(declared)

    def _by_procedure(
        self,
        name: str,
        read: Callable[..., Mapping[str, Part]],
        code: str,
        noun: str,
    ) -> Mapping[str, Part]:
        found: dict[str, Part] = {}
        for procedure in PROCEDURES:
            entry = self._entry(f"{procedure}/{name}")
            for key, part in read(entry, procedure=procedure).items():
                if key in found:
                    what = f"{noun}“{key}”已在另一流程里定义。"
                    entry.fault(code, what, "请只在一个流程里定义。", key=key)
                found.setdefault(key, part)
        return found

    def processes(self) -> Mapping[str, ProcessDefinition]:
        """Every diagram by process key."""
        found: dict[str, ProcessDefinition] = {}
        for procedure, key in PROCEDURES.items():
            path = self.layers.nearest_process_file(f"{procedure}/process.bpmn")
            if path is None:
                continue
            made = read_process(
                self.layers.files[path],
                file=path,
                key=key,
                procedure=procedure,
                faults=self.faults,
            )
            if made is not None:
                found[key] = made
        return found

    def decision_paths(self) -> Mapping[str, str]:
        """The path of each decision table by id; an id two procedures use is refused."""
        found: dict[str, str] = {}
        for procedure in PROCEDURES:
            for name, path in self.layers.decisions(procedure).items():
                if name in found:
                    self._note("decision_twice", path, f"决策表“{name}”已在 {found[name]} 定义。")
                found.setdefault(name, path)
        return found

    def forms(self) -> Mapping[str, Form]:
        """Every form by document code, step code or ``<step>.<role>``, and the shared groups."""
        paths = dict(self.layers.task_forms())
        for code in self.layers.document_folders():
            path = self.layers.document_file(code, "form.json")
            if path is not None:
                paths[code] = path
        groups = tuple(sorted(self.layers.groups().items()))
        read = {code: self._form(code, path, groups) for code, path in paths.items()}
        found = {code: form for code, form in read.items() if form is not None}
        for group in sorted(set(VERB_GROUPS.values()) & set(dict(groups))):
            form = self._read_form(group, _form_of_group(group), groups, f"groups/{group}.json")
            if form is not None:
                found[group] = form
        return found

    def _form(self, code: str, path: str, groups: Groups) -> Form | None:
        return self._read_form(_form_id(code), self.layers.files[path], groups, path)

    def _read_form(self, code: str, text: bytes, groups: Groups, path: str) -> Form | None:
        try:
            return _read_once(code, text, groups, path)
        except DefinitionRefused as refused:
            self.faults.extend(refused.findings)
            return None

    def documents(self) -> Mapping[str, DocumentDefinition]:
        """Every kind of document by code."""
        found: dict[str, DocumentDefinition] = {}
        for code, folder in self.layers.document_folders().items():
            node = self.layers.merged_document(code)
            if not node.file:
                continue
            made = read_document(self._judged(node), folder=folder)
            if made.kind and made.kind != code:
                mend = f"请改为 kind: {code}，或给目录改名。"
                what = f"kind 是“{made.kind}”，目录是“{folder}”。"
                self._note("document_kind", node.file, what, mend)
            found[code] = made
        return found

    def templates(self) -> Mapping[str, bytes]:
        """Word templates by document code."""
        found = {
            code: self.layers.document_file(code, "template.docx")
            for code in self.layers.document_folders()
        }
        return {code: self.layers.files[path] for code, path in found.items() if path}

    def calendar(self) -> tuple[CalendarFile, ...]:
        """Every year of the calendar that is there, in order."""
        years: list[CalendarFile] = []
        for path in sorted(self.layers.files):
            if not path.startswith(CALENDAR_FOLDER):
                continue
            try:
                node = read_yaml(self.layers.files[path], file=path)
            except DefinitionRefused as refused:
                self.faults.extend(refused.findings)
                continue
            read = read_calendar(Entry(node, self.faults))
            if f"{CALENDAR_FOLDER}{read.year.year}.yaml" != path:
                self._note("calendar_year", path, f"文件里写的是 {read.year.year} 年。")
            years.append(read)
        return tuple(years)

    def _note(self, code: str, path: str, what: str, mend: str = "请改正文件名或者内容。") -> None:
        self.faults.append(Finding(code=code, file=path, line=1, what=what, mend=mend))


@lru_cache(maxsize=FORMS_REMEMBERED_MAX)
def _read_once(code: str, text: bytes, groups: Groups, path: str) -> Form:
    """Places share most of their forms; each is read once."""
    return read_form(code, text, dict(groups), path=path)


def _form_id(code: str) -> str:
    """The id inside the file: the step code, also for a file of one role (``EX3.lawyer``: EX3)."""
    step, _, role = code.rpartition(".")
    return step if step and role[:1].islower() else code


def _form_of_group(group: str) -> bytes:
    """A form that holds just that group."""
    component = {"type": "group", "id": "shared", "label": "办理", "components": []}
    component["properties"] = {"use": group}  # type: ignore[assignment]  # a JSON object
    form = {
        "type": "default",
        "id": group,
        "schemaVersion": 19,
        "zhijian": {"basedOn": None},
        "components": [component],
    }
    return json.dumps(form, ensure_ascii=False).encode()

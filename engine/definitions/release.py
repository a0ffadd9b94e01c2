"""A release (发布版): one place's frozen set of definitions, named by the hash of its content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.definitions.calendar_file import CalendarFile
from engine.definitions.document import DocumentDefinition, DocumentStep
from engine.definitions.facts import FactDeclaration
from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.form import Form
from engine.definitions.layers import Layers
from engine.definitions.limits import Limit
from engine.definitions.place import Place
from engine.definitions.places import lineage_of
from engine.definitions.process import ProcessDefinition, TaskDefinition
from engine.definitions.release_parts import VERB_GROUPS, ReleaseParts
from engine.definitions.required import RequiredStep
from engine.definitions.source_tree import (
    belongs_to_release,
    place_folders,
    read_along,
    read_tree,
)
from engine.domain.work_calendar import WorkCalendar
from engine.errors import Fault

FORMAT = 1
LOCAL_FACTS_PROCEDURE = "transfer"


class FormMissing(Fault):
    """A task names a form the release does not hold."""

    code = "form_missing"
    what = "发布版里没有步骤 {step}（{role}）的表单“{form}”。"
    mend = "请运行 zhijian check 并补上表单后重新发布。"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Release:
    """Everything a case needs, as published. Equal `id` means equal content.

    It is an `engine.ports.ProcessSet` (`id`, `processes`, `decisions`).
    """

    id: str
    """``sha256:…`` of the canonical JSON of format, place, lineage and files."""
    place: str
    """Division code, or ``national``."""
    lineage: tuple[str, ...]
    """Place folders, nearest first."""
    files: Mapping[str, str]
    """SHA-256 (``sha256:…``) by path, unmerged."""
    sources: Mapping[str, bytes]
    """Bytes by path: those of `files`, and calendar/ and scenarios/ for reading."""
    place_info: Place
    limits: Mapping[str, Limit]
    facts: Mapping[str, FactDeclaration]
    """By name; of a name two procedures declare, the first declaration."""
    fact_declarations: tuple[FactDeclaration, ...]
    local_facts: frozenset[str]
    """Facts each call of the transfer procedure (移送) keeps for itself."""
    required: Mapping[str, RequiredStep]
    process_definitions: Mapping[str, ProcessDefinition]
    processes: Mapping[str, bytes]
    """BPMN XML by process key."""
    decisions: Mapping[str, bytes]
    """DMN XML by decision id."""
    tasks: Mapping[tuple[str, str], TaskDefinition]
    """By (process key, element id)."""
    forms: Mapping[str, Form]
    """By document code, step code or ``<step>.<role>``."""
    documents: Mapping[str, DocumentDefinition]
    templates: Mapping[str, bytes]
    calendar: tuple[CalendarFile, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Release) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def scenarios(self) -> Mapping[str, bytes]:
        """Scenario files of the place and its ancestors by file name; the nearest counts."""
        found: dict[str, bytes] = {}
        for folder in self.lineage:
            start = f"processes/{folder}/scenarios/"
            for path, data in self.sources.items():
                if path.startswith(start):
                    found.setdefault(path.removeprefix(start), data)
        return found

    def explain_source(self, file: str, *keys: str) -> tuple[str, int]:
        """File and line in which a key path of a YAML file was last written.

        `file` is ``place.yaml``, ``filing/limits.yaml`` … or ``D04/document.yaml``. A path deeper
        than what is written answers the deepest key there is.
        """
        layers = Layers(self.sources, self.lineage)
        folder, _, name = file.rpartition("/")
        node = layers.merged_document(folder) if name == "document.yaml" else layers.merged(file)
        for key in keys:
            child = (node.mapping or {}).get(key)
            if child is None:
                break
            node = child
        return node.file, node.line

    def work_calendar(self) -> WorkCalendar:
        """The calendar of the tree with the place's own extra days."""
        return WorkCalendar.build(
            [file.year for file in self.calendar], extra_days=self.place_info.extra_days
        )

    def form_for(self, step: str, role: str, form_code: str) -> Form:
        """What that role fills in that step: its part of the document and the fields of its act.

        Approving adds result and opinion, sealing the seal and its copies, serving the proof of
        service. A step form is that of the role where there is one. Raises FormMissing (a fault).
        """
        document = self.documents.get(form_code)
        if document is None or (document.class_ == "proof" and not document.entries(step, role)):
            return self._form(step, role, f"{form_code}.{role}", form_code)
        form = self._form(step, role, form_code)
        entries = document.entries(step, role)
        keys = {
            key
            for entry in entries
            for key in document.keys_filled_by(entry, frozenset(form.fields))
        }
        acts = [found for entry in entries for found in self._act_forms(entry)]
        own = form.only(keys)
        return own.joined(*acts) if acts else own

    def _act_forms(self, entry: DocumentStep) -> tuple[Form, ...]:
        found: list[Form] = []
        shared = self.forms.get(VERB_GROUPS.get(entry.does or "", ""))
        if shared is not None:
            found.append(shared.only("opinion") if entry.does == "opinion" else shared)
        if entry.form is not None:
            found.append(self._form(entry.step, entry.role, entry.form))
        return tuple(found)

    def _form(self, step: str, role: str, *codes: str) -> Form:
        for code in codes:
            if code in self.forms:
                return self.forms[code]
        raise FormMissing(step=step, role=role, form=codes[-1])


def load_release(root: Path, place: str) -> Release:
    """The release the folder gives for a division code (or ``national``).

    A code without a folder uses its nearest ancestor's files. Refuses `place_unknown`, and
    `definition_refused` with every fault that keeps a file from being read; whether the files fit
    together is for `engine.definitions.check`.
    """
    return release_from(read_tree(root).files, place)


def release_from(files: Mapping[str, bytes], place: str) -> Release:
    """The same from the bytes of the files by path."""
    release, faults = read_release(files, place)
    errors = [fault for fault in faults if fault.level == "error"]
    if errors:
        raise DefinitionRefused(errors)
    return release


def read_release(files: Mapping[str, bytes], place: str) -> tuple[Release, tuple[Finding, ...]]:
    """The release as far as it can be read, and the faults met; for the check only."""
    lineage = lineage_of(place, place_folders(files))
    mine = {path: files[path] for path in sorted(files) if _concerns(path, lineage)}
    layers = Layers(mine, lineage)
    parts = ReleaseParts(layers, place=place)
    hashes = {path: _hash(data) for path, data in mine.items() if belongs_to_release(path)}
    declared = parts.fact_declarations()
    processes = parts.processes()
    release = Release(
        id=release_id(place, lineage, hashes),
        place=place,
        lineage=lineage,
        files=hashes,
        sources=mine,
        place_info=parts.place_info(),
        limits=parts.limits(),
        facts=_by_name(declared),
        fact_declarations=declared,
        local_facts=_local(declared),
        required=parts.required(),
        process_definitions=processes,
        processes={key: process.xml for key, process in processes.items()},
        decisions={name: mine[path] for name, path in parts.decision_paths().items()},
        tasks={
            (key, element): task
            for key, process in processes.items()
            for element, task in process.tasks.items()
        },
        forms=parts.forms(),
        documents=parts.documents(),
        templates=parts.templates(),
        calendar=parts.calendar(),
    )
    return release, (*layers.faults, *parts.faults)


def release_id(place: str, lineage: tuple[str, ...], files: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON of format, place, lineage and files."""
    content = {"format": FORMAT, "place": place, "lineage": list(lineage), "files": dict(files)}
    return _hash(canonical_json(content))


def canonical_json(content: Mapping[str, object]) -> bytes:
    """JSON that is the same for the same content: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _hash(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


def _concerns(path: str, lineage: tuple[str, ...]) -> bool:
    top, place = path.split("/")[:2]
    if place in lineage:
        return belongs_to_release(path) or read_along(path)
    return top == "processes" and place == "calendar" and read_along(path)


def _by_name(declared: tuple[FactDeclaration, ...]) -> Mapping[str, FactDeclaration]:
    found: dict[str, FactDeclaration] = {}
    for fact in declared:
        found.setdefault(fact.name, fact)
    return found


def _local(declared: tuple[FactDeclaration, ...]) -> frozenset[str]:
    here = {fact.name for fact in declared if fact.procedure == LOCAL_FACTS_PROCEDURE}
    return frozenset(here - {f.name for f in declared if f.procedure != LOCAL_FACTS_PROCEDURE})

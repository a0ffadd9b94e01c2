"""A release (发布版): one place's frozen set of definitions, named by the hash of its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.definitions.calendar_file import CalendarFile
from engine.definitions.document import DocumentDefinition
from engine.definitions.facts import FactDeclaration
from engine.definitions.limits import Limit
from engine.definitions.place import Place
from engine.definitions.process import ProcessDefinition, TaskDefinition
from engine.definitions.required import RequiredStep

if TYPE_CHECKING:
    from engine.definitions.form import Form


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
    local_facts: frozenset[str]
    """Facts each call of the transfer procedure (移送) keeps for itself."""
    required: Mapping[str, RequiredStep]
    process_definitions: Mapping[str, ProcessDefinition]
    decisions: Mapping[str, bytes]
    tasks: Mapping[tuple[str, str], TaskDefinition]
    """By (process key, element id)."""
    forms: "Mapping[str, Form]"
    documents: Mapping[str, DocumentDefinition]
    templates: Mapping[str, bytes]
    calendar: tuple[CalendarFile, ...]

    @property
    def processes(self) -> Mapping[str, bytes]:
        """BPMN XML by process key."""
        return {key: one.xml for key, one in self.process_definitions.items()}

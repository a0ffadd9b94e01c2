"""What a kind of document (文书) is: who fills, signs, seals and receives it (document.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

DocumentClass = Literal["form", "letter", "notice", "record", "handling", "proof"]
Verb = Literal["opinion", "approve", "seal", "serve", "sign", "draft"]
ALL_OTHER_KEYS = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStep:
    """One entry of `steps`: what one role does to the document in one step."""

    step: str
    role: str
    fills: tuple[str, ...] = ()
    """Keys of form.json; ``("*",)`` = all keys no other entry names."""
    does: Verb | None = None
    form: str | None = None
    """The form of the act itself where it is another one (serving: D13)."""
    when: str | None = None
    """FEEL over facts; the entry counts only where it is true. None = always."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMark:
    """A point of the procedure: the task of `role` in `step`; role ``*`` = the last task of the step."""

    step: str
    role: str = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """How the document is served (送达)."""

    proof: str | None
    modes: tuple[str, ...]
    limit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDefinition:
    """One kind of document as merged over the lineage."""

    kind: str
    title: str
    class_: DocumentClass
    issuer: Literal["authority", "acting_body", "government"] | None
    seal: Literal["special", "government", "acting_body"] | None
    number: str | None
    signed_at: tuple[str, ...]
    """Steps whose approval signs it."""
    numbered_at: tuple[TaskMark, ...]
    """Number and content are frozen when one of these completes."""
    recipients: tuple[str, ...]
    copies: Mapping[str, int]
    service: ServiceRule | None
    visible_to: tuple[str, ...]
    masked_copy: bool = False
    steps: tuple[DocumentStep, ...] = ()
    folder: str = ""
    """Folder name, e.g. ``D04-filing-notice``."""
    file: str = ""

    def entry(self, step: str, role: str) -> DocumentStep | None:
        """The entry of that step and role, or None."""
        for entry in self.steps:
            if entry.step == step and entry.role == role:
                return entry
        return None

    def keys_filled_by(self, entry: DocumentStep, all_keys: frozenset[str]) -> frozenset[str]:
        """The keys of form.json the entry fills; ``*`` leaves out those other entries name."""
        if ALL_OTHER_KEYS not in entry.fills:
            return frozenset(entry.fills)
        named = {key for other in self.steps for key in other.fills}
        return all_keys - named

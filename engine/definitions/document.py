"""What a kind of document (文书) is: who fills, signs, seals and receives it (document.yaml)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from engine.definitions.entry import Entry

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
    """A point of the procedure: the task of `role` in `step`; role ``*`` = the step's last task."""

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
    template_based_on: str | None = None
    """SHA-256 of the template that a local one replaces."""
    folder: str = ""
    """Folder name, e.g. ``D04-filing-notice``."""
    file: str = ""
    written_at: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """File and line of each key, in the place that says it last."""

    def at(self, key: str) -> tuple[str, int]:
        """Where a key is written; the file as a whole where it is not."""
        return self.written_at.get(key, (self.file, 0))

    def entries(self, step: str, role: str) -> tuple[DocumentStep, ...]:
        """The entries of that step and role; several differ by `when`."""
        return tuple(one for one in self.steps if one.step == step and one.role == role)

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


_KEYS = (
    "kind title class issuer seal number signed_at numbered_at recipients copies service visible_to"
    " masked_copy template_based_on steps"
).split()
ISSUERS = ("authority", "acting_body", "government")
ABOUT = "about"
"""Reader of a notice about another document: whoever may read that one."""

READERS = ("complainant", "supervised_org", "receiver", ABOUT)
_STEP = re.compile(r"[A-Z]{1,3}[0-9]*[a-z]?(\.[0-9]+)?")
_MARK = re.compile(r"(?P<step>[A-Z]{1,3}[0-9]*[a-z]?(\.[0-9]+)?)/(?P<role>\*|[a-z][a-z0-9_]*)")
_NUMBER_PART = re.compile(r"\{([^{}]*)\}")
_PARTS = frozenset({"org_code", "domain", "yyyy", "seq"})


def read_document(entry: Entry, *, folder: str) -> DocumentDefinition:
    """One merged document.yaml; faults go to the entry."""
    entry.known(*_KEYS)
    class_ = cast("DocumentClass", entry.choice("class", get_args(DocumentClass)))
    issuer = entry.choice("issuer", (*ISSUERS, ""), default="") or None
    seal = entry.choice("seal", ("special", "government", "acting_body", "none"))
    return DocumentDefinition(
        kind=entry.text("kind"),
        title=entry.text("title"),
        class_=class_,
        issuer=cast("Literal['authority', 'acting_body', 'government'] | None", issuer),
        seal=None
        if seal == "none"
        else cast("Literal['special', 'government', 'acting_body']", seal),
        number=_number(entry, class_),
        signed_at=_steps_named(entry, "signed_at"),
        numbered_at=_marks(entry, "numbered_at"),
        recipients=entry.texts("recipients"),
        copies=_copies(entry),
        service=_service(entry),
        visible_to=_visible_to(entry),
        masked_copy=entry.flag("masked_copy", default=False),
        template_based_on=entry.text_or_none("template_based_on"),
        steps=tuple(_step(one) for one in entry.subs("steps")),
        folder=folder,
        file=entry.node.file,
        written_at={
            key: (child.file, child.line) for key, child in (entry.node.mapping or {}).items()
        },
    )


def _number(entry: Entry, class_: str) -> str | None:
    pattern = entry.text_or_none("number")
    for part in _NUMBER_PART.findall(pattern or ""):
        padded = part.startswith("seq:0") and part[5:].isdigit() and class_ == "form"
        if part not in _PARTS and not padded:
            mend = "可用 {org_code} {domain} {yyyy} {seq}；{seq:04} 只用于 class: form。"
            entry.fault("document_number", f"文号式样里没有“{{{part}}}”。", mend, key="number")
    if pattern and "{seq" not in pattern:
        entry.fault("document_number", "文号式样没有 {seq}。", "请写上 {seq}。", key="number")
    return pattern


def _steps_named(entry: Entry, key: str) -> tuple[str, ...]:
    named = entry.words(key)
    for step in named:
        if not _STEP.fullmatch(step):
            mend = "请写步骤代码，如 P2.4。"
            entry.fault("value_type", f"“{step}”不是步骤代码。", mend, key=key)
    return named


def _marks(entry: Entry, key: str) -> tuple[TaskMark, ...]:
    marks = []
    for text in entry.words(key):
        found = _MARK.fullmatch(text)
        if found is None:
            mend = "请写成“步骤/角色”，如 P2.6/lead_handler；步骤的最后一项写 P6.6/*。"
            entry.fault("value_type", f"“{text}”不是一个办理项。", mend, key=key)
        else:
            marks.append(TaskMark(step=found["step"], role=found["role"]))
    return tuple(marks)


def _copies(entry: Entry) -> Mapping[str, int]:
    one = entry.sub("copies")
    return {key: one.whole(key) for key in one.children} if one else {}


def _service(entry: Entry) -> ServiceRule | None:
    one = entry.sub("service")
    if one is None:
        return None
    one.known("proof", "modes", "limit")
    return ServiceRule(
        proof=one.text_or_none("proof"), modes=one.texts("modes"), limit=one.text_or_none("limit")
    )


def _visible_to(entry: Entry) -> tuple[str, ...]:
    named = entry.texts("visible_to")
    for reader in named:
        if reader not in READERS:
            mend = f"可用的值：{'、'.join(READERS)}（承办人始终可见）。"
            entry.fault("value_choice", f"没有“{reader}”这种阅读人。", mend, key="visible_to")
    return named


def _step(entry: Entry) -> DocumentStep:
    entry.known("step", "role", "fills", "does", "form", "when")
    does = entry.choice("does", (*get_args(Verb), ""), default="")
    return DocumentStep(
        step=entry.text("step"),
        role=entry.text("role"),
        fills=entry.words("fills"),
        does=cast("Verb", does) if does else None,
        form=entry.text_or_none("form"),
        when=entry.text_or_none("when"),
        line=entry.node.line,
    )

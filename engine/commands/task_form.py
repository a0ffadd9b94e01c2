"""Which form a task shows, which part the person may write, what the act does to a document."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.definitions.document import DocumentDefinition
from engine.definitions.form import Form
from engine.definitions.release import Release
from engine.domain.facts import CallPath
from engine.domain.visit import Visit

OPERATION = "operation"
"""Stands where a visit of a diagram names its process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """`shown` is the whole form, `written` the part this role fills; `verb` what the act does."""

    shown: Form
    written: Form
    verb: str | None = None
    path: CallPath = ()
    """The call whose documents it is about, see `call_of`."""


def task_form(release: Release, visit: Visit, role: str) -> TaskForm:
    """The form of a task for one of its roles; raises FormMissing (a fault)."""
    written = release.form_for(visit.step, role, visit.form)
    shown = release.forms.get(visit.form, written)
    return TaskForm(
        shown=shown,
        written=written,
        verb=_verb(release, visit, role),
        path=call_of(release, visit),
    )


def call_of(release: Release, visit: Visit) -> CallPath:
    """The call whose own documents a visit works on: that of a transfer, else the whole case."""
    process = release.process_definitions.get(visit.process)
    keeps_own = process is not None and any(
        fact.name in release.local_facts and fact.procedure == process.procedure
        for fact in release.fact_declarations
    )
    return visit.path if keeps_own else ()


def definitions_at(release: Release, visit: Visit) -> Iterable[DocumentDefinition]:
    """The kinds a visit may be about; one opened for a document beside the diagrams: that one."""
    own = release.documents.get(visit.form)
    beside = visit.process == OPERATION
    return (own,) if beside and own is not None else release.documents.values()


def _verb(release: Release, visit: Visit, role: str) -> str | None:
    """What the act does: the same for every document the step may be about."""
    for document in definitions_at(release, visit):
        for entry in document.entries(visit.step, role):
            if entry.does is not None:
                return entry.does
    return None

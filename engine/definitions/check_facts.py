"""Checks facts: one writer each, declared wherever they are read, agreed between procedures."""

from collections.abc import Iterator

from engine.definitions.checked_place import OPERATION_STEPS, CheckedPlace
from engine.definitions.entry import did_you_mean
from engine.definitions.expression_names import names_read
from engine.definitions.facts import FactDeclaration
from engine.definitions.finding import Notes
from engine.definitions.form import Form
from engine.definitions.process import ProcessDefinition
from engine.definitions.release import LOCAL_FACTS_PROCEDURE
from engine.feel import FeelSyntaxRefused


def check_facts(place: CheckedPlace, notes: Notes) -> None:
    """Every rule of facts.yaml that needs more than the file."""
    for fact in place.release.fact_declarations:
        _check_writer(fact, place, notes)
    _check_agreement(place, notes)
    for process in place.processes:
        _check_reads(process, place, notes)
        _check_writes(process, place, notes)
    _check_parallel(place, notes)
    _check_read_at_all(place, notes)


def _check_writer(fact: FactDeclaration, place: CheckedPlace, notes: Notes) -> None:
    at, writer = (fact.file, fact.line), fact.writer
    if writer.limit is not None and writer.limit not in place.release.limits:
        what = f"没有“{writer.limit}”这个期限。"
        mend = did_you_mean(writer.limit, place.release.limits)
        notes.error("limit_unknown", at, what, mend, where=fact.name)
    if writer.step is None:
        return
    if writer.step not in place.steps:
        what = f"没有“{writer.step}”这个步骤。"
        notes.error(
            "step_unknown", at, what, did_you_mean(writer.step, place.steps), where=fact.name
        )
    elif writer.key is not None:
        forms = list(forms_of_step(writer.step, place))
        keys = {key for form in forms for key in form.fields}
        if writer.key not in keys:
            what = f"步骤 {writer.step} 的表单里没有“{writer.key}”。"
            mend = did_you_mean(writer.key, keys)
            notes.error("fact_form_key", at, what, mend, where=fact.name)


def forms_of_step(step: str, place: CheckedPlace) -> Iterator[Form]:
    """The forms of the user tasks of a step, and its own step forms."""
    forms = place.release.forms
    codes = {code for code in forms if code == step or code.startswith(f"{step}.")}
    for task in place.tasks:
        if task.step == step:
            codes |= {task.form, *(f"{task.form}.{role}" for role in task.roles)}
    if step in OPERATION_STEPS:
        codes |= {
            document.kind
            for document in place.release.documents.values()
            if any(entry.step == step for entry in document.steps)
        }
    yield from (forms[code] for code in sorted(codes) if code in forms)


def _check_agreement(place: CheckedPlace, notes: Notes) -> None:
    first: dict[str, FactDeclaration] = {}
    for fact in place.release.fact_declarations:
        other = first.setdefault(fact.name, fact)
        if (fact.type, fact.label, set(fact.values)) != (
            other.type,
            other.label,
            set(other.values),
        ):
            what = f"“{fact.name}”与 {other.file} 第 {other.line} 行的声明不一致。"
            mend = "请使 type、label、values 相同，或者换一个名称。"
            notes.error("fact_disagrees", (fact.file, fact.line), what, mend, where=fact.name)


def _check_reads(process: ProcessDefinition, place: CheckedPlace, notes: Notes) -> None:
    known = place.release.facts
    for element, names in process.facts_read.items():
        for name in names:
            if name not in known:
                at = (process.file, line_of_element(process, element))
                what = f"“{element}”用了没有声明的事实“{name}”。"
                notes.error("fact_unknown", at, what, did_you_mean(name, known), where=element)


def _check_writes(process: ProcessDefinition, place: CheckedPlace, notes: Notes) -> None:
    declared = {
        fact.name: fact
        for fact in place.release.fact_declarations
        if fact.procedure == process.procedure
    }
    anywhere = place.release.facts
    for element, names in process.facts_written.items():
        at = (process.file, line_of_element(process, element))
        for name in names:
            fact = declared.get(name) or anywhere.get(name)
            if fact is None:
                what = f"“{element}”写了没有声明的事实“{name}”。"
                notes.error("fact_unknown", at, what, did_you_mean(name, anywhere), where=element)
            elif fact.writer.kind != "assign":
                what = f"事实“{name}”已由 {fact.writer.kind} 写，图中的“{element}”不能再写。"
                mend = "请把 writer 改为 assign，或者在图中用另一个事实。"
                notes.error("fact_second_writer", at, what, mend, where=element)


def line_of_element(process: ProcessDefinition, element: str) -> int:
    """The line of a node or flow."""
    found = process.nodes.get(element) or process.flows.get(element)
    return found.line if found else 0


def _check_parallel(place: CheckedPlace, notes: Notes) -> None:
    """A procedure started beside the main line writes no fact that another also writes."""
    beside = _procedures_beside(place)
    writing = [f for f in place.release.fact_declarations if f.writer.kind in {"form", "assign"}]
    for fact in writing:
        if fact.procedure not in beside:
            continue
        others = [f for f in writing if f.name == fact.name and f.procedure != fact.procedure]
        if others:
            what = f"“{fact.name}”在并行的流程 {others[0].procedure} 里也写。"
            mend = "请给其中一个换名。"
            notes.error("fact_parallel", (fact.file, fact.line), what, mend, where=fact.name)


def _procedures_beside(place: CheckedPlace) -> frozenset[str]:
    found = {LOCAL_FACTS_PROCEDURE}
    for process in place.processes:
        begun = [
            node.id for node in process.nodes.values() if node.attached_to and not node.interrupting
        ]
        for flow in process.flows.values():
            target = process.nodes.get(flow.target)
            called = place.release.process_definitions.get((target.called if target else "") or "")
            if flow.source in begun and called is not None:
                found.add(called.procedure)
    return frozenset(found)


def _check_read_at_all(place: CheckedPlace, notes: Notes) -> None:
    read = set(_names_read_anywhere(place))
    for fact in place.release.facts.values():
        if fact.name not in read:
            what = f"事实“{fact.name}”没有一处用到。"
            mend = "如确无用处，请删去；由产品使用的可不理。"
            notes.warning("fact_unread", (fact.file, fact.line), what, mend, where=fact.name)


def _names_read_anywhere(place: CheckedPlace) -> Iterator[str]:
    for process in place.processes:
        for names in process.facts_read.values():
            yield from names
    release = place.release
    sources = [link.when for a in release.place_info.approvals.values() for link in a.chain]
    sources += [entry.when for document in release.documents.values() for entry in document.steps]
    sources += [
        mark.when
        for limit in release.limits.values()
        for mark in (*limit.counts_from, *limit.met_by)
    ]
    for source in sources:
        if source is not None:
            yield from _names_or_none(source)
    for data in release.decisions.values():
        text = data.decode("utf-8", "replace")
        yield from (name for name in release.facts if f">{name}<" in text)


def _names_or_none(source: str) -> frozenset[str]:
    try:
        return names_read(source)
    except FeelSyntaxRefused:
        return frozenset()  # noted where the expression stands

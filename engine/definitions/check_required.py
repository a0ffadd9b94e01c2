"""Checks the steps the law requires: drawn, reachable, mandatory, in the required order."""

from engine.definitions.articles import article_words, check_article, parse_article
from engine.definitions.checked_place import OPERATION_STEPS, CheckedPlace
from engine.definitions.entry import did_you_mean
from engine.definitions.finding import Notes
from engine.definitions.release_parts import ReleaseParts
from engine.definitions.required import RequiredStep
from engine.definitions.run_graph import RunGraph, Vertex
from engine.definitions.run_guards import implied_writers
from engine.definitions.run_promises import Steps, done_after, done_before

MAIN_PROCESS = "proc_case_main"
_WAY_NAMES_MAX = 8


def check_required(place: CheckedPlace, notes: Notes) -> None:
    """Every rule of required.yaml; relations hold over whole runs, called procedures included."""
    required = place.release.required
    for step in required.values():
        _check_names(step, place, notes)
        _check_tasks(step, place, notes)
    if required and MAIN_PROCESS in place.release.process_definitions:
        runs = _Runs(place)
        for step in required.values():
            runs.check(step, notes)
    _check_not_weakened(place, notes)


def _check_names(step: RequiredStep, place: CheckedPlace, notes: Notes) -> None:
    at = (step.file, step.line)
    check_article(step.article, place.release.place_info.laws, at, notes, where=step.step)
    for other in (*step.must_precede, *step.must_follow, *step.never_both):
        if other not in place.steps:
            what = f"没有“{other}”这个步骤。"
            notes.error("step_unknown", at, what, did_you_mean(other, place.steps), where=step.step)


def _check_tasks(step: RequiredStep, place: CheckedPlace, notes: Notes) -> None:
    tasks = [task for task in place.tasks if task.step == step.step]
    if not tasks and step.step not in OPERATION_STEPS and place.tasks:
        what = f"必经步骤“{step.title}”（{step.step}）在图中没有任务。"
        notes.error(
            "required_missing",
            (step.file, step.line),
            what,
            "请在流程图里画上这一步。",
            where=step.step,
            law=_law(step, place),
        )
    for task in tasks:
        at = (place.release.process_definitions[task.process].file, task.line)
        if not task.mandatory:
            what = f"“{task.name}”是必经步骤（{step.step}），图上却没有标明必经。"
            mend = '请写 mandatory="true"。'
            where, source = task.element, _law(step, place)
            notes.error("required_not_mandatory", at, what, mend, where=where, law=source)
        law = parse_article(task.basis or "")
        known = law is not None and law[0] in place.release.place_info.laws
        if known and task.basis != step.article:
            what = f"“{task.name}”写的依据是 {task.basis}，required.yaml 是 {step.article}。"
            where, source = task.element, _law(step, place)
            notes.error("basis_differs", at, what, "请改成同一条。", where=where, law=source)


def _law(step: RequiredStep, place: CheckedPlace) -> str:
    return article_words(step.article, place.release.place_info.laws) or step.article


class _Runs:
    """The runs of a case, worked out once for all required steps."""

    def __init__(self, place: CheckedPlace) -> None:
        self.place = place
        self.graph = RunGraph(place.release.process_definitions, start=MAIN_PROCESS)
        self.reached = self.graph.reached()
        self.before: dict[Vertex, Steps] = done_before(
            self.graph, implied_writers(self.graph, place.release)
        )
        self.after: dict[Vertex, Steps] = done_after(self.graph)

    def check(self, step: RequiredStep, notes: Notes) -> None:
        tasks = self.graph.tasks_of(step.step)
        if tasks and not any(task in self.reached for task in tasks):
            what = f"没有一条路走到“{step.title}”（{step.step}）。"
            found = (what, "请从开始事件连过来。")
            self._note("required_unreachable", tasks[0], found, step, notes)
        if not tasks:
            return  # noted as missing, or an operation outside the diagrams
        for later in step.must_precede:
            self._precedes(step, later, notes)
        for earlier in step.must_follow:
            self._follows(step, earlier, notes)
        for other in step.never_both:
            self._never_both(step, other, notes)

    def _precedes(self, step: RequiredStep, later: str, notes: Notes) -> None:
        for task in self.graph.tasks_of(later):
            if task in self.before and step.step not in self.before[task]:
                way = "→".join(self.graph.way_without(step.step, task)[-_WAY_NAMES_MAX:])
                name = self.graph.nodes[task].name
                what = f"可不经“{step.title}”（{step.step}）即“{name}”（{later}）：{way}。"
                mend = "请改图，使每条路都先经过这一步。"
                self._note("required_bypassed", task, (what, mend), step, notes)
                return

    def _follows(self, step: RequiredStep, earlier: str, notes: Notes) -> None:
        for task in self.graph.tasks_of(earlier):
            leaving = [e for e in self.graph.out.get(task, ()) if e.completes]
            kept = all(
                step.step in self.after.get(edge.target, frozenset())
                or self.graph.step_of(edge.target) == step.step
                for edge in leaving
            )
            if task in self.reached and not kept:
                name = self.graph.nodes[task].name
                what = f"“{name}”（{earlier}）之后可不经“{step.title}”（{step.step}）即结束。"
                mend = "请改图，使其后每条路都经过这一步。"
                self._note("required_not_followed", task, (what, mend), step, notes)
                return

    def _never_both(self, step: RequiredStep, other: str, notes: Notes) -> None:
        here, there = self.graph.tasks_of(step.step), self.graph.tasks_of(other)
        for task in here:
            onward = self.graph.reached_from(task)
            both = [t for t in there if t in onward or task in self.graph.reached_from(t)]
            if both:
                name = self.graph.nodes[both[0]].name
                what = f"一件案件可能既办“{step.title}”（{step.step}）又办“{name}”（{other}）。"
                found = (what, "请用排他网关分开。")
                self._note("required_both", task, found, step, notes)

    def _note(
        self, code: str, vertex: Vertex, found: tuple[str, str], step: RequiredStep, notes: Notes
    ) -> None:
        node = self.graph.nodes[vertex]
        process = self.place.release.process_definitions[self.graph.process_of[vertex]]
        at, law = (process.file, node.line), _law(step, self.place)
        notes.error(code, at, *found, where=node.id, law=law)


def _check_not_weakened(place: CheckedPlace, notes: Notes) -> None:
    above = place.inherited
    if above is None:
        return
    inherited = ReleaseParts(above, place=place.release.place).required()
    for code, before in inherited.items():
        own = place.layers.yaml_of(place.folder, f"{before.procedure}/required.yaml")
        node = (own.mapping or {}).get(code) if own else None
        if node is None:
            continue
        at = (node.file, node.line)
        now = place.release.required.get(code)
        if now is None:
            what = f"上级规定的必经步骤“{before.title}”（{code}）不能去掉。"
            source = _law(before, place)
            notes.error("required_removed", at, what, "请删去这一处。", where=code, law=source)
        elif _weaker(now, before):
            what = f"必经步骤“{before.title}”（{code}）的要求比上级宽。"
            mend = "请保留上级的全部前后关系，persons_min 不得减少。"
            source = _law(before, place)
            notes.error("required_weakened", at, what, mend, where=code, law=source)


def _weaker(now: RequiredStep, before: RequiredStep) -> bool:
    kept = all(
        set(getattr(before, relation)) <= set(getattr(now, relation))
        for relation in ("must_precede", "must_follow", "never_both")
    )
    return not kept or now.persons_min < before.persons_min

"""The changes to the library: on its proved version only, and nothing else behaves differently."""

from random import Random

import pytest
import SpiffWorkflow.task
import SpiffWorkflow.workflow
from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.task import Task

from engine.bpmn import SpiffRunner, patches
from engine.bpmn.faults import EngineVersionUnknown
from engine.bpmn.release_reading import read_release
from tests.port.diagrams.drawing import MAIN, Case, end, flow, process, release, start, users
from tests.port.diagrams.nets import nets
from tests.port.test_runner_state import EVERYTHING

ORIGINAL = patches.CaseTask.__mro__[1]
RUNNER = SpiffRunner(verify=True)


def test_another_version_of_the_library_is_refused(monkeypatch):
    monkeypatch.setattr(patches, "version", lambda _: "3.2.1")
    with pytest.raises(EngineVersionUnknown) as fault:
        SpiffRunner()
    assert fault.value.code == "engine_version_unknown"
    assert "3.2.1" in fault.value.what_text


def test_installing_twice_is_installing_once():
    patches.install()
    patches.install()
    assert SpiffWorkflow.task.Task is patches.CaseTask
    assert patches.CaseTask.__mro__[1] is ORIGINAL


class LibraryCase:
    """A case on the library alone: its parser, its elements, its engine, its task data."""

    def __init__(self, xml: bytes, facts: dict[str, bool]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        self.workflow = BpmnWorkflow(parser.get_spec(MAIN), parser.get_subprocess_specs(MAIN))
        self.workflow.task_tree.data.update(facts)
        self.workflow.do_engine_steps()

    @property
    def tasks(self) -> list[Task]:
        return list(self.workflow.get_tasks(state=TaskState.READY, manual=True))

    @property
    def open(self) -> list[str]:
        return sorted(task.task_spec.name for task in self.tasks)

    def finish(self, element: str) -> None:
        next(task for task in self.tasks if task.task_spec.name == element).run()
        self.workflow.do_engine_steps()


@pytest.fixture(params=["library's own task", "our task"])
def task_class(request, monkeypatch):
    """The library alone, with and without our class in its place."""
    chosen = ORIGINAL if request.param == "library's own task" else patches.CaseTask
    monkeypatch.setattr(SpiffWorkflow.task, "Task", chosen)
    monkeypatch.setattr(SpiffWorkflow.workflow, "Task", chosen)
    return chosen


def without_loops(net) -> bool:
    """The library's joins go wrong in loops; scripts would be Python there."""
    return not any("scriptTask" in part for part in net.drawing)


@settings(max_examples=40, deadline=None)
@given(net=nets().filter(without_loops), seed=st.integers(0, 10_000))
def test_well_formed_diagrams_without_loops_go_as_in_the_library_alone(net, seed):
    """Step by step the same tasks are open: with the library's tasks, with ours, in the runner."""
    order, facts = Random(seed), dict(net.facts)
    xml = process(MAIN, *net.drawing)
    ours = Case(release((MAIN, xml)), facts, runner=RUNNER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SpiffWorkflow.task, "Task", ORIGINAL)
        patch.setattr(SpiffWorkflow.workflow, "Task", ORIGINAL)
        alone = LibraryCase(xml, facts)
        deeds = []
        opened = [alone.open]
        while alone.open:
            deeds.append(order.choice(alone.open))
            alone.finish(deeds[-1])
            opened.append(alone.open)
        assert alone.workflow.completed
    patched = LibraryCase(xml, facts)
    assert opened[0] == patched.open == ours.open
    for deed, expected in zip(deeds, opened[1:], strict=True):
        patched.finish(deed)
        ours.finish(deed)
        assert expected == patched.open == ours.open
    assert patched.workflow.completed
    assert ours.moved.ended


def test_a_workflow_that_is_not_ours_keeps_the_librarys_ids_and_data(task_class):
    case = LibraryCase(
        process(MAIN, start(), users("a"), end(), flow("begin", "a", "done")), {"agreed": True}
    )
    (task,) = case.tasks
    assert type(task) is task_class
    assert len(str(task.id)) == len("00000000-0000-0000-0000-000000000000")
    assert task.data == {"agreed": True}


def shape(parsed) -> dict[str, object]:
    """All of the shared specifications that a run could change."""
    return {
        f"{key}/{name}": (
            list(spec._inputs),
            list(spec._outputs),
            sorted(spec.__dict__),
            {k: v for k, v in vars(spec).items() if isinstance(v, str | int | bool | None)},
            dict(vars(getattr(spec, "event_definition", None) or parsed.main)).keys(),
        )
        for key, level in parsed.levels.items()
        for name, spec in level.task_specs.items()
    }


def test_a_run_changes_nothing_in_the_shared_diagrams():
    parsed = read_release(EVERYTHING)
    runner = SpiffRunner(verify=True)
    runner._parsed[EVERYTHING.id] = parsed
    before, order = shape(parsed), Random(7)
    case = Case(EVERYTHING, {"more": True}, runner=runner)
    for _ in range(60):
        messages = sorted(case.moved.messages)
        if messages and order.random() < 0.3:
            case.deliver(order.choice(messages))
        else:
            case.complete(order.choice(case.tokens).id)
    assert shape(parsed) == before

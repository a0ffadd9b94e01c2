"""What a check of one place looks at: its release as read, its own files and what it inherits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.definitions.layers import Layers
from engine.definitions.limits import Limit
from engine.definitions.process import ProcessDefinition, TaskDefinition
from engine.definitions.release import Release
from engine.definitions.release_parts import ReleaseParts

OPERATION_STEPS = frozenset(
    {
        *("EX4", "EX4b", "EX5", "EX6", "EX7", "EX8", "EX9", "EX11", "EX13", "EX14", "EX15"),
        *("EX16", "EX17", "EX18"),
        *("P1.1", "P2.8", "P3.5", "R2", "R6", "R7", "RO"),
    }
)
"""Steps that are operations with a chain of their own and need no user task in a diagram."""

SYSTEM_STEPS = frozenset({"P1.7", "P2.5", "P5.7", "P6.8", "P7.7", "C6"})
"""Steps the product does itself; drawn as script tasks, named by events."""


@dataclass(frozen=True)
class CheckedPlace:
    """One place under check.

    `release` may be faulty; `inherited` are its parent's layers, None for national.
    """

    release: Release
    layers: Layers

    @property
    def folder(self) -> str:
        """The place's own folder."""
        return self.layers.lineage[0]

    @cached_property
    def inherited(self) -> Layers | None:
        """The files without the place's own."""
        above = self.layers.lineage[1:]
        return Layers(self.layers.files, above) if above else None

    @cached_property
    def inherited_limits(self) -> Mapping[str, Limit]:
        """The limits of the parent place."""
        above = self.inherited
        if above is None:
            return {}
        return ReleaseParts(above, place=self.release.place).limits()

    @cached_property
    def processes(self) -> tuple[ProcessDefinition, ...]:
        """Every diagram."""
        return tuple(self.release.process_definitions.values())

    @cached_property
    def tasks(self) -> tuple[TaskDefinition, ...]:
        """Every user task of every diagram."""
        return tuple(self.release.tasks.values())

    @cached_property
    def steps(self) -> frozenset[str]:
        """Every step that some diagram or operation has."""
        return frozenset(task.step for task in self.tasks) | OPERATION_STEPS

    def has_task(self, step: str, role: str) -> bool:
        """Whether a user task of that step is that role's; operations count as there."""
        if step in OPERATION_STEPS:
            return True
        return any(task.step == step and role in task.roles for task in self.tasks)

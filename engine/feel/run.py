"""One evaluation: its names, its clock, the functions handed in, and the steps it has left."""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.feel.bounds import (
    LIST_ITEMS_MAX,
    STEPS_MAX,
    TEXT_CHARACTERS_MAX,
    TEXT_CHARACTERS_PER_STEP,
)
from engine.feel.refusals import FeelBudgetSpent

SuppliedFunctions = Mapping[str, Callable[..., object]]


class Run:
    """What one evaluation knows and may still spend; never used twice.

    `loop_values` holds the value of each loop's name by the slot the parser gave it.
    """

    __slots__ = ("cell_input", "functions", "loop_values", "now", "steps_left", "values")

    def __init__(
        self,
        values: Mapping[str, object],
        now: datetime,
        functions: SuppliedFunctions,
        cell_input: object = None,
    ) -> None:
        """`now` is the case's clock in Asia/Shanghai."""
        self.values = values
        self.now = now
        self.functions = functions
        self.cell_input = cell_input
        self.loop_values: dict[int, object] = {}
        self.steps_left = STEPS_MAX

    def spend(self, steps: int) -> None:
        """Use up `steps`. Raises `FeelBudgetSpent` when fewer are left."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise FeelBudgetSpent(bound="计算步数", limit=STEPS_MAX)

    def spend_on_items(self, count: int) -> None:
        """Use up a step per item. Raises `FeelBudgetSpent`, also for a list that is too long."""
        if count > LIST_ITEMS_MAX:
            raise FeelBudgetSpent(bound="清单项数", limit=LIST_ITEMS_MAX)
        self.spend(count)

    def spend_on_text(self, characters: int) -> None:
        """Use up the steps of reading or building a text. Raises `FeelBudgetSpent`."""
        self.spend(characters // TEXT_CHARACTERS_PER_STEP)

    def spend_on_new_text(self, characters: int) -> None:
        """Use up the steps of a new text, which has a longest length. Raises `FeelBudgetSpent`."""
        if characters > TEXT_CHARACTERS_MAX:
            raise FeelBudgetSpent(bound="文字长度", limit=TEXT_CHARACTERS_MAX)
        self.spend_on_text(characters)

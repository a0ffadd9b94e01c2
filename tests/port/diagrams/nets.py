"""Well-formed diagrams at random, each with the tasks a run of it must do."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.port.diagrams.drawing import choice, end, flow, node, start, users

BRANCHES_MAX = 3
DEPTH_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A drawing, the facts to run it with, and the tasks that run does."""

    drawing: tuple[str, ...]
    facts: Mapping[str, bool]
    expected: tuple[str, ...]


class _Pen:
    """Draws one block after another with fresh ids."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.parts: list[str] = []
        self.facts: dict[str, bool] = {}
        self.count = 0

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, depth: int) -> tuple[str, str, list[str]]:
        """Draw a block; its first and last element and the tasks it does."""
        kinds = ["task", "row", "parallel", "choice", "inclusive", "loop"]
        kind = self.draw(st.sampled_from(kinds if depth else kinds[:1]))
        if kind == "task":
            name = self.fresh("t")
            self.parts.append(users(name))
            return name, name, [name]
        if kind == "row":
            first, middle, done = self.block(depth - 1)
            then, last, more = self.block(depth - 1)
            self.parts.append(flow(middle, then))
            return first, last, done + more
        if kind == "loop":
            return self.loop(depth)
        return self.split(kind, depth)

    def split(self, kind: str, depth: int) -> tuple[str, str, list[str]]:
        split, meet = self.fresh("split"), self.fresh("meet")
        count = self.draw(st.integers(2, BRANCHES_MAX))
        blocks = [self.block(depth - 1) for _ in range(count)]
        chosen = self.draw(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1))
        self.gateways(kind, split, meet, blocks[-1][0])
        for number, (first, last, _) in enumerate(blocks):
            named = kind != "parallel" and number < count - 1
            fact = self.fresh("x") if named else ""
            if named:
                self.facts[fact] = chosen[number]
            self.parts.append(flow(split, first, when=fact or None))
            self.parts.append(flow(last, meet))
        return split, meet, _done(kind, chosen, [done for _, _, done in blocks])

    def gateways(self, kind: str, split: str, meet: str, default: str) -> None:
        tag = {"parallel": "parallelGateway", "inclusive": "inclusiveGateway"}.get(kind)
        if kind == "choice":
            self.parts += [choice(split, f"f_{split}_{default}"), node("exclusiveGateway", meet)]
        elif kind == "inclusive":
            self.parts.append(node(str(tag), split, default=f"f_{split}_{default}"))
            self.parts.append(node(str(tag), meet))
        else:
            self.parts += [node(str(tag), split), node(str(tag), meet)]

    def loop(self, depth: int) -> tuple[str, str, list[str]]:
        """A block that is done twice: a script counts the rounds."""
        anew, count, more = self.fresh("anew"), self.fresh("count"), self.fresh("more")
        leave = self.fresh("t")
        first, last, done = self.block(depth - 1)
        fact = self.fresh("x")
        self.parts += [
            node("exclusiveGateway", anew),
            choice(more, f"f_{more}_{leave}"),
            users(leave),
            node(
                "scriptTask",
                count,
                f"<bpmn:script>{fact} = if {fact} = true then null else true</bpmn:script>",
                scriptFormat="feel",
            ),
            flow(anew, first),
            flow(last, count, more, leave),
            flow(more, anew, when=fact),
        ]
        return anew, leave, [*done, *done, leave]


def _done(kind: str, chosen: list[bool], blocks: list[list[str]]) -> list[str]:
    taken = [done for done, yes in zip(blocks, chosen, strict=False) if yes]
    if kind == "parallel":
        taken = blocks
    elif not taken:
        taken = blocks[-1:]
    elif kind == "choice":
        taken = taken[:1]
    return [name for done in taken for name in done]


@st.composite
def nets(draw: st.DrawFn) -> Net:
    """A well-formed diagram of nested blocks."""
    pen = _Pen(draw)
    first, last, expected = pen.block(DEPTH_MAX)
    drawing = (start(), *pen.parts, end(), flow("begin", first), flow(last, "done"))
    return Net(drawing=drawing, facts=pen.facts, expected=tuple(expected))

"""Script tasks: one ``name = expression`` a line, and nothing else."""

import re

from engine.feel.bounds import SCRIPT_LINES_MAX
from engine.feel.expression import Expression, compile_expression
from engine.feel.refusals import FeelSyntaxRefused
from engine.feel.vocabulary import RESERVED_NAMES, SERVER_FUNCTIONS, FunctionSet

_ASSIGNMENT = re.compile(r"\s*([a-z][a-z0-9_]*)\s*=", re.ASCII)


def parse_assignments(
    text: str, *, functions: FunctionSet = SERVER_FUNCTIONS
) -> tuple[tuple[str, Expression], ...]:
    """The assignments of a script, in order; empty lines are passed over.

    Raises `FeelSyntaxRefused` with line and column, also when a name is written twice.
    """
    assignments: dict[str, Expression] = {}
    lines = text.split("\n")
    if len(lines) > SCRIPT_LINES_MAX:
        raise _refused(SCRIPT_LINES_MAX + 1, f"脚本超过{SCRIPT_LINES_MAX}行", "请分成几个任务")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, expression = _assignment(line, number, functions)
        if name in assignments:
            raise _refused(number, f"“{name}”写了两次", "一个脚本中每个事实只写一次")
        assignments[name] = expression
    return tuple(assignments.items())


def _assignment(line: str, number: int, functions: FunctionSet) -> tuple[str, Expression]:
    match = _ASSIGNMENT.match(line)
    if match is None or match[1] in RESERVED_NAMES:
        raise _refused(number, "这一行不是“事实 = 表达式”", "每行只写一个，例如 is_urgent = true")
    try:
        return match[1], compile_expression(line[match.end() :], functions=functions)
    except FeelSyntaxRefused as refused:
        raise FeelSyntaxRefused(
            line=number,
            column=refused.column + match.end(),
            problem=f"第{number}行，{refused.problem}",
            remedy=refused.remedy,
            source=line,
        ) from refused


def _refused(line: int, problem: str, remedy: str) -> FeelSyntaxRefused:
    return FeelSyntaxRefused(line=line, column=1, problem=f"第{line}行，{problem}", remedy=remedy)

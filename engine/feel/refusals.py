"""What can go wrong with an expression: wrong syntax (the designer mends it) and a spent budget."""

from engine.errors import Fault, Refusal


class FeelSyntaxRefused(Refusal):
    """The text is no expression of the subset; found when it is checked, never when it is run."""

    code = "expression_invalid"
    http_status = 422
    what = "表达式第{column}个字符处有误：{problem}。"
    mend = "请改正该表达式：{remedy}。"

    def __init__(
        self, *, column: int, problem: str, remedy: str, source: str = "", line: int = 1
    ) -> None:
        """`column` and `line` count from 1; the column counts characters."""
        where = {"line": line, "column": column, "expression": source}
        super().__init__(where=where, column=column, problem=problem, remedy=remedy)
        self.column = column
        self.line = line
        self.problem = problem
        self.remedy = remedy


class FeelBudgetSpent(Fault):
    """An evaluation reached a bound (表达式超限); the case is set aside until somebody looks."""

    code = "expression_over_limit"
    what = "表达式超限：{bound}超过{limit}。"
    mend = "请流程设计人员简化该表达式或者减少清单行数，修改发布后重试。"

    def __init__(self, *, bound: str, limit: int) -> None:
        """`bound` is the Chinese name of what ran out, `limit` its size."""
        super().__init__(bound=bound, limit=limit)


class FeelFunctionMissing(Fault):
    """A checked expression calls a function the caller of the evaluation did not supply."""

    code = "expression_function_missing"
    what = "运行表达式时缺少函数“{function}”。"
    mend = "请系统管理员检查软件版本是否与流程版本相符。"

    def __init__(self, *, function: str) -> None:
        """`function` is the name as written in the expression."""
        super().__init__(function=function)

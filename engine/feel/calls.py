"""Checks a call when it is parsed: known here, the right number of arguments, literal keys."""

from collections.abc import Sequence

from engine.feel.tokens import Token
from engine.feel.tree import Literal, Node
from engine.feel.vocabulary import ALL_FUNCTIONS, PHRASES, FunctionSet, Wants


def phrase_at(tokens: Sequence[Token], at: int) -> int:
    """Count the words of the name at `at`: more than one only for functions (``starts with``)."""
    for phrase in PHRASES:
        words = tokens[at : at + len(phrase)]
        if tuple(token.text for token in words) == phrase:
            return len(phrase)
    return 1


def call_problem(
    function: str, arguments: Sequence[Node], functions: FunctionSet
) -> tuple[str, str] | None:
    """What is wrong with a call and how to mend it, in Chinese; None when nothing is."""
    signature = functions.signatures.get(function)
    if signature is None:
        return _unknown(function, functions)
    if not signature.takes(len(arguments)):
        return (
            f"函数“{function}”要{signature.in_words}参数，写了{len(arguments)}个",
            "请增减参数",
        )
    for wants, argument in zip(signature.wants, arguments, strict=False):
        if wants is Wants.LITERAL_TEXT and not _is_literal_text(argument):
            return f"函数“{function}”的参数要直接写出", f'请写成 {function}("dl_accept") 的样子'
    return None


def _unknown(function: str, functions: FunctionSet) -> tuple[str, str]:
    if function in ALL_FUNCTIONS:
        return f"{functions.title}中不能用函数“{function}”", "请改用事实，或者在流程中计算"
    nearest = functions.nearest(function)
    return (
        f"没有函数“{function}”",
        f"是不是“{nearest}”" if nearest else "可用的函数见管理员手册“表达式”一节",
    )


def _is_literal_text(argument: Node) -> bool:
    return isinstance(argument, Literal) and isinstance(argument.value, str)

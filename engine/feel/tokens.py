"""Cuts an expression into tokens, and says in Chinese what a designer probably meant instead."""

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.feel.bounds import SOURCE_CHARACTERS_MAX
from engine.feel.refusals import FeelSyntaxRefused


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    NAME = "name"
    WORD = "word"
    SIGN = "sign"
    END = "end"


WORDS = frozenset("if then else some every in satisfies or and between true false null".split())
"""Words with a meaning of their own; none of them can be a name."""

_SHOWN_MAX = 20
"""Characters of a token a refusal repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token; `column` counts characters from 1. `text` is unescaped for texts and dates."""

    kind: Kind
    text: str
    column: int

    def is_sign(self, *signs: str) -> bool:
        """Whether this is one of `signs`."""
        return self.kind is Kind.SIGN and self.text in signs

    def is_word(self, *words: str) -> bool:
        """Whether this is one of the language's own `words`."""
        return self.kind is Kind.WORD and self.text in words

    @property
    def shown(self) -> str:
        """How a refusal names it (Chinese)."""
        if self.kind is Kind.END:
            return "表达式结尾"
        return f"“{self.text}”" if len(self.text) <= _SHOWN_MAX else f"“{self.text[:_SHOWN_MAX]}…”"


_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<quoted>@?"(?:[^"\\\x00-\x1f\x7f\ud800-\udfff]|\\.)*")
    |(?P<name>[a-z][a-z0-9_]*)
    |(?P<sign><=|>=|!=|\.\.|[-+*/=<>()\[\],.?])""",
    re.VERBOSE | re.ASCII,
)
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\nrt]))')
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}

_MEANT = {
    "“": '请改用英文双引号 "',
    "”": '请改用英文双引号 "',
    "'": '请改用英文双引号 "',
    "，": "请改用英文逗号 ,",
    "（": "请改用英文括号 (",
    "）": "请改用英文括号 )",
    "\uff1d": "请改用英文等号 =",
    "≠": "不等于请写 !=",
    "≤": "小于等于请写 <=",
    "≥": "大于等于请写 >=",
    "!": "不等于请写 !=，否定请写 not(…)",
    "&": "并且请写 and",
    "|": "或者请写 or",
    "{": "这里不能用花括号",
    "@": '日期请写 @"2026-01-31"',
    '"': '文字写在一行内，以英文双引号开头和结尾；其中的 " 写作 \\"，\\ 写作 \\\\',
}


def scan(source: str) -> list[Token]:
    """Cut `source` into tokens, the last one being the end.

    Raises `FeelSyntaxRefused` for a text too long or with a character outside the language.
    """
    if len(source) > SOURCE_CHARACTERS_MAX:
        raise FeelSyntaxRefused(
            column=SOURCE_CHARACTERS_MAX + 1,
            problem=f"表达式有{len(source)}个字符，最多{SOURCE_CHARACTERS_MAX}个",
            remedy="请拆成几个事实或者改用决策表",
            source=source[:SOURCE_CHARACTERS_MAX],
        )
    tokens = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise _stranger(source, at)
        if match.lastgroup != "blank":
            tokens.append(_token(match))
        at = match.end()
    tokens.append(Token(kind=Kind.END, text="", column=len(source) + 1))
    return tokens


def _token(match: re.Match[str]) -> Token:
    text, column = match.group(), match.start() + 1
    if match.lastgroup == "quoted":
        kind = Kind.DATE if text.startswith("@") else Kind.TEXT
        return Token(kind=kind, text=_unescaped(match), column=column)
    if match.lastgroup == "name":
        kind = Kind.WORD if text in WORDS else Kind.NAME
        return Token(kind=kind, text=text, column=column)
    return Token(kind=Kind(str(match.lastgroup)), text=text, column=column)


def _unescaped(match: re.Match[str]) -> str:
    body = match.group().removeprefix("@")[1:-1]
    if "\\" not in body:
        return body
    if "\\" in _ESCAPE.sub("", body):
        raise _bad_escape(match, "文字中有不认识的转义")
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED[m[2]], body)
    try:  # two \u escapes may be the halves of one character; a lone half is no text
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise _bad_escape(match, "文字中的 \\u 转义不成对") from error


def _bad_escape(match: re.Match[str], problem: str) -> FeelSyntaxRefused:
    return FeelSyntaxRefused(
        column=match.start() + 1, problem=problem, remedy=_MEANT['"'], source=match.string
    )


def _stranger(source: str, at: int) -> FeelSyntaxRefused:
    character = source[at]
    shown = f"“{character}”" if character.isprintable() else f"控制字符 U+{ord(character):04X}"
    meant = _MEANT.get(character, "名称用小写英文字母、数字和下划线，文字要放在英文双引号里")
    return FeelSyntaxRefused(column=at + 1, problem=f"不认识{shown}", remedy=meant, source=source)

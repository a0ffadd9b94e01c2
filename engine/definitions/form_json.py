"""Strict JSON with line numbers: what a form file or a group file may be written in.

Stricter than `json.loads`: one value per key, no NaN, no lone surrogates, a bounded size and
depth. Every object remembers the line it began on, so that a finding can name it.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import NoReturn

FORM_BYTES_MAX = 512 * 1024
JSON_DEPTH_MAX = 20
NUMBER_CHARACTERS_MAX = 20
REFUSED_KEY = "typename"
"""The process engine reads it as the name of a class to build."""

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_scan_string: Callable[[str, int, bool], tuple[str, int]] = scanstring


class JsonObject(dict[str, object]):
    """A JSON object that knows its `line` (counted from 1)."""

    def __init__(self, *, line: int) -> None:
        super().__init__()
        self.line = line


class JsonBroken(ValueError):
    """The text is not the JSON a form may be; `line` counts from 1, the texts are Chinese."""

    def __init__(self, *, line: int, code: str, what: str, mend: str) -> None:
        super().__init__(what)
        self.line, self.code, self.what, self.mend = line, code, what, mend


def read_json(content: bytes) -> object:
    """The value in `content`: objects are `JsonObject`, numbers int or Decimal.

    Raises `JsonBroken`.
    """
    if len(content) > FORM_BYTES_MAX:
        raise JsonBroken(
            line=0,
            code="file_too_large",
            what=f"文件超过 {FORM_BYTES_MAX // 1024} KB。",
            mend="请拆成几张表单，或者删去不用的部分。",
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonBroken(
            line=content.count(b"\n", 0, error.start) + 1,
            code="not_utf8",
            what="文件不是 UTF-8 编码。",
            mend="请另存为 UTF-8（无 BOM）。",
        ) from error
    return _Reader(text).document()


class _Reader:
    """Reads one text from left to right; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def document(self) -> object:
        """The one value of the text."""
        value = self.value()
        if self.at != len(self.text):
            self.broken("json_syntax", "内容结束之后还有文字。", "请删去多余的文字。")
        return value

    def line(self) -> int:
        """The line one stands on, counted from 1."""
        return self.text.count("\n", 0, self.at) + 1

    def broken(self, code: str, what: str, mend: str) -> NoReturn:
        """Refuse the text where one stands."""
        raise JsonBroken(line=self.line(), code=code, what=what, mend=mend)

    def peek(self) -> str:
        """The next character that is not a space, "" at the end."""
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.text[self.at : self.at + 1]

    def skip_spaces(self) -> None:
        """Stand on the next character that is not a space."""
        self.peek()

    def expect(self, mark: str) -> None:
        """Step over `mark`."""
        if self.peek() != mark:
            self.broken(
                "json_syntax", f"此处应为“{mark}”。", "请检查逗号、冒号、引号和括号是否配对。"
            )
        self.at += 1

    def value(self) -> object:
        """The value one stands before."""
        first = self.peek()
        if first == "{":
            found: object = self.nested(self.members)
        elif first == "[":
            found = self.nested(self.items)
        elif first == '"':
            found = self.string()
        else:
            found = self.plain()
        self.skip_spaces()
        return found

    def nested(self, read: Callable[[], object]) -> object:
        """One level deeper, within the bound."""
        self.depth += 1
        if self.depth > JSON_DEPTH_MAX:
            self.broken("json_depth", f"嵌套超过 {JSON_DEPTH_MAX} 层。", "请减少嵌套。")
        found = read()
        self.depth -= 1
        return found

    def members(self) -> JsonObject:
        """An object; a key written twice is refused."""
        found = JsonObject(line=self.line())
        self.at += 1
        if self.peek() == "}":
            self.at += 1
            return found
        while True:
            if self.peek() != '"':
                self.broken("json_syntax", "此处应为加引号的键。", "请检查逗号和引号。")
            key = self.string()
            if key == REFUSED_KEY:
                self.broken("typename_refused", f"不能用“{key}”作键。", "请删去。")
            if key in found:
                self.broken("duplicate_key", f"键“{key}”写了两次。", "请只保留一处。")
            self.expect(":")
            found[key] = self.value()
            if self.peek() == ",":
                self.at += 1
                continue
            self.expect("}")
            return found

    def items(self) -> list[object]:
        """An array."""
        found: list[object] = []
        self.at += 1
        if self.peek() == "]":
            self.at += 1
            return found
        while True:
            found.append(self.value())
            if self.peek() == ",":
                self.at += 1
                continue
            self.expect("]")
            return found

    def string(self) -> str:
        """A string without lone surrogates."""
        try:
            found, self.at = _scan_string(self.text, self.at + 1, True)  # noqa: FBT003  # strict
        except JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            self.broken("json_syntax", "字符串写法有误。", "请检查引号、反斜杠和换行。")
        if any("\ud800" <= character <= "\udfff" for character in found):
            self.broken("json_syntax", "字符串中有不成对的代理字符。", "请重新输入这段文字。")
        return found

    def plain(self) -> object:
        """A number, true, false or null; NaN and Infinity are no JSON."""
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        number = _NUMBER.match(self.text, self.at)
        if number is None:
            self.broken("json_syntax", "此处不是 JSON 的值。", "请检查拼写；文字要加双引号。")
        written = number.group()
        if len(written) > NUMBER_CHARACTERS_MAX:
            self.broken("json_syntax", "数字过长。", "请改用较短的数字。")
        self.at = number.end()
        return int(written) if written.lstrip("-").isdigit() else Decimal(written)

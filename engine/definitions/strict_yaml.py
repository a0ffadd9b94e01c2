"""Strict YAML (1.2 core): one reading only, and a line for every value.

Booleans are `true` and `false` only, ISO dates are dates, numbers are int or Decimal. Duplicate
keys, tags, anchors (unless allowed), keys that are no identifiers and the key `typename` are
refused, all at once.
"""

import unicodedata
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.yaml_composer import Composer
from engine.definitions.yaml_node import Node

YAML_BYTES_MAX = 1_000_000
FILES_REMEMBERED_MAX = 1_000


def read_yaml(data: bytes, *, file: str, anchors: bool = False, free_keys: bool = False) -> Node:
    """The file's one document, which is a map (an empty file is an empty map).

    `anchors` and `free_keys` (any text as key) are for scenario files. Raises DefinitionRefused
    with every fault found.
    """
    return _read(data, file, anchors, free_keys)


@lru_cache(maxsize=FILES_REMEMBERED_MAX)
def _read(data: bytes, file: str, anchors: bool, free_keys: bool) -> Node:  # noqa: FBT001 -- a cache takes positions
    text = _text_of(data, file)
    composer = Composer(file, anchors=anchors, free_keys=free_keys)
    try:
        root = composer.document(iter(YAML(typ="rt", pure=True).parse(text)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DefinitionRefused([_syntax(file, mark.line + 1 if mark else 0)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise DefinitionRefused([_syntax(file, 0)]) from error
    if composer.faults:
        raise DefinitionRefused(composer.faults)
    return root


def _syntax(file: str, line: int) -> Finding:
    return Finding(
        code="yaml_syntax",
        file=file,
        line=line,
        what="这里不是合法的 YAML。",
        mend="请检查缩进、冒号后的空格、括号和引号是否成对。",
    )


def _text_of(data: bytes, file: str) -> str:
    if len(data) > YAML_BYTES_MAX:
        raise DefinitionRefused(
            [
                Finding(
                    code="file_too_large",
                    file=file,
                    what=f"文件超过 {YAML_BYTES_MAX} 字节。",
                    mend="请拆分文件或者删去多余内容。",
                )
            ]
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DefinitionRefused([_encoding(file, line, "不是 UTF-8 编码")]) from error
    for line, content in enumerate(text.split("\n"), start=1):
        fault = _line_fault(content)
        if fault:
            raise DefinitionRefused([_encoding(file, line, fault)])
    return text


def _line_fault(content: str) -> str | None:
    if "\r" in content:
        return "含有回车符（换行应为 LF）"
    if "\ufeff" in content:
        return "含有字节序标记（BOM）"
    if not unicodedata.is_normalized("NFC", content):
        return "含有未规范组合的字符（应为 NFC）"
    return None


def _encoding(file: str, line: int, fault: str) -> Finding:
    return Finding(
        code="file_encoding",
        file=file,
        line=line,
        what=f"文字{fault}。",
        mend="请另存为 UTF-8（无 BOM）、换行为 LF 的文本文件。",
    )

"""Which words and texts a component may carry; every stranger becomes a finding."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from engine.definitions.form_components import Component, Findings, mapping
from engine.definitions.form_vocabulary import ATTRIBUTES, PROPERTIES, VALIDATE

_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://|^\s*(javascript|data|mailto|vbscript):", re.IGNORECASE
)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_EXPRESSION_FREE = ("label", "dateLabel", "timeLabel", "description", "text")


def nearest(word: str, known: Iterable[str]) -> str:
    """Which known word was probably meant, as a sentence."""
    near = get_close_matches(word, list(known), n=1)
    return f"是否应为“{near[0]}”？" if near else "请改用已有的名称，或者删去。"


def check_words(here: Component, findings: Findings) -> None:
    """Note every attribute, property and rule that `here` may not carry, URLs and expressions."""
    _check_known(here, here.attributes, ATTRIBUTES[here.type], findings)
    _check_known(here, here.properties, PROPERTIES[here.type], findings)
    _check_known(
        here,
        mapping(here.attributes.get("validate")),
        VALIDATE.get(here.type, frozenset()),
        findings,
    )
    _check_known(here, mapping(here.attributes.get("conditional")), frozenset({"hide"}), findings)
    if not _ID.fullmatch(here.id):
        findings.at(
            here, "id_missing", "组件没有合规的 id。", "请写 id：字母开头，字母、数字、点、横线。"
        )
    for name, value in here.properties.items():
        if not isinstance(value, str):
            findings.at(here, "wrong_type", f"properties.{name} 的值应为字符串。", "请加双引号。")
    _check_texts(here, findings)


def _check_known(
    here: Component, written: Mapping[str, object], known: frozenset[str], findings: Findings
) -> None:
    for word in written:
        if word not in known:
            findings.at(
                here,
                "unknown_key",
                f"{here.type} 不能有“{word}”。",
                nearest(word, sorted(known)),
            )


def _check_texts(here: Component, findings: Findings) -> None:
    written = {name: value for name, value in here.attributes.items() if name != "components"}
    if any(_ADDRESS.search(text) for text in _texts(written)):
        findings.at(here, "url_refused", "表单中不能写网址。", "请删去网址，只写文字。")
    plain = [here.attributes.get(name) for name in _EXPRESSION_FREE]
    rules = mapping(here.attributes.get("validate")).values()
    look = mapping(here.attributes.get("appearance")).values()
    for text in _texts([*plain, *rules, *look]):
        if text.lstrip().startswith("=") or "{{" in text:
            findings.at(
                here,
                "expression_refused",
                "名称、说明和校验规则中不能写表达式。",
                "请写文字或者数字；条件写在 conditional.hide 或 required_if。",
            )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)

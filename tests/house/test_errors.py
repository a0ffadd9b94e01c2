"""Every refusal and fault says in Chinese what happened and how to go on; each has its own code."""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

import pytest

import engine
import webui
from engine.errors import Fault, Refusal, ZhijianError

_HAN = re.compile(r"[\u4e00-\u9fff]")
_HANDED_IN = re.compile(r"\{\w+\}。?")  # the whole sentence is made where it is known
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CLIENT_ERRORS, _SERVER_ERRORS = range(400, 500), range(500, 600)


def _load_everything() -> None:
    for package in (engine, webui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in module.name:  # alembic's own entry runs when it is imported
                importlib.import_module(module.name)


def _below(kind: type[ZhijianError]) -> Iterator[type[ZhijianError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _errors() -> list[type[ZhijianError]]:
    _load_everything()
    found = {kind for kind in _below(ZhijianError) if kind not in {Refusal, Fault}}
    ours = [kind for kind in found if kind.__module__.split(".")[0] in {"engine", "webui"}]
    return sorted(ours, key=lambda kind: (kind.__module__, kind.__name__))


ERRORS = [pytest.param(kind, id=f"{kind.__module__}.{kind.__name__}") for kind in _errors()]


@pytest.mark.parametrize("kind", ERRORS)
def test_it_says_in_chinese_what_happened_and_how_to_go_on(kind):
    for sentence in (kind.what, kind.mend):
        if _HANDED_IN.fullmatch(sentence):
            continue
        assert _HAN.search(sentence), f"no Chinese in “{sentence}”"
        assert sentence.rstrip("”）").endswith(("。", "？", "！", "}")), (
            f"no full stop: “{sentence}”"
        )


@pytest.mark.parametrize("kind", ERRORS)
def test_its_placeholders_are_plain_names(kind):
    """A placeholder that reads an attribute could print what nobody meant to show."""
    for sentence in (kind.what, kind.mend):
        for _text, name, _format, _conversion in Formatter().parse(sentence):
            assert name is None or name.isidentifier(), f"“{{{name}}}”"


@pytest.mark.parametrize("kind", ERRORS)
def test_a_refusal_is_the_persons_to_mend_and_a_fault_is_ours(kind):
    assert issubclass(kind, Refusal) is not issubclass(kind, Fault)
    assert kind.http_status in (_CLIENT_ERRORS if issubclass(kind, Refusal) else _SERVER_ERRORS)


def test_no_two_errors_share_a_code():
    owners = defaultdict(list)
    for kind in _errors():
        if "code" in vars(kind):
            owners[kind.code].append(f"{kind.__module__}.{kind.__name__}")
    assert not {code: kinds for code, kinds in owners.items() if len(kinds) > 1}


def test_a_code_is_lower_case_words():
    assert not [kind.code for kind in _errors() if not _CODE.fullmatch(kind.code)]

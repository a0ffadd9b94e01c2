"""An uploaded file must neither read the server's files, nor call out, nor exhaust it."""

import time
from pathlib import Path

import pytest

from engine.bpmn import check_diagrams
from engine.bpmn.bounds import DIAGRAM_BYTES_MAX
from tests.port.diagrams.drawing import MAIN, end, flow, process, start, users

SECONDS_MAX = 5
HIDDEN = "not for the diagram"
PLAIN = process(MAIN, start(), users("a"), end(), flow("begin", "a", "done")).decode()
BODY = PLAIN.split("?>", 1)[1]


def with_doctype(declaration: str) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE d {declaration}>{BODY}'.encode()


def laughs() -> bytes:
    lines = ['<!ENTITY l0 "ha">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)]
    return with_doctype(f"[{''.join(lines)}]").replace(b"<bpmn:process", b"&l11;<bpmn:process", 1)


def quadratic() -> bytes:
    text = with_doctype(f'[<!ENTITY a "{"a" * 100_000}">]')
    return text.replace(b"<bpmn:process", b"&a;" * 10_000 + b"<bpmn:process", 1)


def external(path: Path) -> bytes:
    text = with_doctype(f'[<!ENTITY f SYSTEM "{path.as_uri()}">]')
    return text.replace(b"<bpmn:process", b"&f;<bpmn:process", 1)


HOSTILE = {
    "billion laughs": laughs(),
    "quadratic blow-up": quadratic(),
    "outer subset": with_doctype('SYSTEM "http://127.0.0.1:9/evil.dtd"'),
    "parameter entity": with_doctype('[<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]'),
    "default attribute": with_doctype('[<!ATTLIST x y CDATA "z">]'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_with_a_document_type_is_refused_quickly(name):
    begun = time.monotonic()
    found = check_diagrams({MAIN: HOSTILE[name]}, {})
    assert {each.code for each in found} & {"document_type", "malformed_xml"}
    assert time.monotonic() - begun < SECONDS_MAX


def test_a_file_of_the_server_is_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(HIDDEN, "utf-8")
    found = check_diagrams({MAIN: external(secret)}, {})
    assert "document_type" in {each.code for each in found}
    assert HIDDEN not in "".join(map(str, found))


def test_an_include_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(HIDDEN, "utf-8")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}"/>'
    text = PLAIN.replace("<bpmn:startEvent", f"{include}<bpmn:startEvent", 1).encode()
    found = check_diagrams({MAIN: text}, {})
    assert found
    assert HIDDEN not in "".join(map(str, found))


@pytest.mark.parametrize(
    "text",
    [
        b"<a>" * 100_000,
        b"<a " + b"x='1' " * 100_000 + b"/>",
        b"<?xml version='1.0' encoding='utf-7'?><a/>",
        b"\xff\xfe" + b"<\x00" * 1_000,
        b"<a>" + b"x" * DIAGRAM_BYTES_MAX + b"</a>",
        b"\x00" * 1_000,
    ],
    ids=["deep", "many attributes", "odd encoding", "half utf-16", "huge text", "zeros"],
)
def test_a_malformed_or_huge_file_is_refused_quickly(text):
    begun = time.monotonic()
    assert check_diagrams({MAIN: text}, {"how": text})
    assert time.monotonic() - begun < SECONDS_MAX


def test_a_wide_diagram_is_checked_quickly():
    """As many nodes as fit into the bytes allowed: refused, and not after minutes."""
    names = [f"t{number}" for number in range(9_000)]
    text = process(MAIN, start(), users(*names), end(), flow("begin", *names, "done"))
    assert len(text) < DIAGRAM_BYTES_MAX
    begun = time.monotonic()
    found = check_diagrams({MAIN: text}, {})
    assert "too_many_nodes" in {each.code for each in found}
    assert time.monotonic() - begun < SECONDS_MAX

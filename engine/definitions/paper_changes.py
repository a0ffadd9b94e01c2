"""What two releases say otherwise in their documents, Word templates and decision tables."""

import io
import zipfile
from collections.abc import Iterator
from difflib import SequenceMatcher

from lxml import etree

from engine.definitions.change import NOTHING, Attribute, Change, Telling
from engine.definitions.content_changes import in_words
from engine.definitions.release import Release

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DMN_TEXT = "{*}text"


def document_changes(before: Release, after: Release) -> Iterator[Change]:
    """Kinds of documents that came or went, their rules, and the words of their templates."""
    yield from DOCUMENT.changes(before.documents, after.documents)
    for kind, template in after.templates.items():
        old = before.templates.get(kind)
        if old is not None and old != template:
            yield from _text_changes(kind, template_lines(old), template_lines(template))


def _entries(document: object) -> str:
    steps = getattr(document, "steps", ())
    return "；".join(
        " ".join(part for part in (one.step, one.role, one.does or "", " ".join(one.fills)) if part)
        for one in steps
    )


def _of_document(name: str, title: str) -> Attribute:
    return Attribute(topic="文书", name=title, said=lambda one: in_words(getattr(one, name)))


DOCUMENT = Telling(
    topic="文书",
    title=lambda one: f"文书 {one.kind} {one.title}",
    attributes=(
        *(
            _of_document(name, title)
            for name, title in (
                ("title", "名称"),
                ("number", "文号"),
                ("issuer", "署名机关"),
                ("seal", "用印"),
                ("recipients", "主送"),
                ("signed_at", "签发步骤"),
                ("visible_to", "可见范围"),
                ("copies", "份数"),
                ("service", "送达"),
            )
        ),
        Attribute(topic="文书", name="填写分工", said=_entries),
    ),
)


def template_lines(template: bytes) -> tuple[str, ...]:
    """The paragraphs of a Word template as text; the templates of a release were checked before."""
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        names = [
            one
            for one in sorted(parts.namelist())
            if one.startswith(("word/document", "word/header", "word/footer"))
            and one.endswith(".xml")
        ]
        roots = [_plain_xml(parts.read(name)) for name in names]
    lines = (
        "".join(part.text or "" for part in paragraph.iter(f"{WORD}t"))
        for root in roots
        for paragraph in root.iter(f"{WORD}p")
    )
    return tuple(line for line in lines if line.strip())


def _plain_xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _text_changes(kind: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    edits = [edit for edit in matcher.get_opcodes() if edit[0] != "equal"]
    for _tag, from_old, to_old, from_new, to_new in edits:
        yield Change(
            topic="模板文字",
            kind="changed",
            where=kind,
            element=str(from_new + 1),
            what=f"文书 {kind} 模板第 {from_new + 1} 段",
            before=" / ".join(before[from_old:to_old]) or NOTHING,
            after=" / ".join(after[from_new:to_new]) or NOTHING,
        )
    if not edits:
        yield Change(
            topic="模板",
            kind="moved",
            where=kind,
            element="",
            what=f"文书 {kind} 的模板只调整了版式，文字没有变化",
        )


def decision_changes(before: Release, after: Release) -> Iterator[Change]:
    """Decision tables that came or went, and the rules of the others."""
    tables = {name: (name, data) for name, data in before.decisions.items()}
    yield from DECISION.changes(
        tables, {name: (name, data) for name, data in after.decisions.items()}
    )


def _rules(data: bytes) -> str:
    root = _plain_xml(data)
    rules = (
        "，".join((text.text or "").strip() for text in rule.iter(DMN_TEXT))
        for rule in root.iter("{*}rule")
    )
    return "；".join(rules)


DECISION = Telling(
    topic="决策表",
    title=lambda pair: f"决策表 {pair[0]}",
    whole=lambda pair: _rules(pair[1]),
    attributes=(Attribute(topic="决策表", name="规则", said=lambda pair: _rules(pair[1])),),
)

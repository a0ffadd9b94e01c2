"""Compiles a checked template once and fills it often."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import jinja2
from jinja2 import meta, nodes

from engine.definitions.finding import Finding
from engine.documents.archive import Entries, open_archive
from engine.documents.jinja_rules import TemplateRoom
from engine.documents.ooxml import read_xml, template_parts
from engine.documents.pictures import (
    BLANK,
    SEAL,
    checked_picture,
    declare_png,
    give_each_placeholder_its_own_part,
)
from engine.documents.refusals import DocumentTooLong, TemplateRefused, ValueUnprintable
from engine.documents.template_parts import jinja_source
from engine.documents.template_tags import parts_of, report_on_tags
from engine.documents.values import printable

FILLED_CHARACTERS_MAX = 10_000_000
COMPRESSION_LEVEL = 1
_ROWLESS_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tr[ >]|<w:tbl>).)*?</w:tbl>", re.DOTALL)
"""A table all of whose rows were left out; Word calls a file with one damaged."""
_ENTRY_TIME = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest a ZIP can say; a fixed one keeps the bytes reproducible


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A compiled template; safe to share between threads."""

    parts: Mapping[str, jinja2.Template]
    names: frozenset[str]
    media: Mapping[str, str]
    """Image part → the picture that belongs there."""
    rest: Mapping[str, bytes]

    def fill(self, values: Mapping[str, object], pictures: Mapping[str, bytes]) -> bytes:
        """The filled .docx; equal input gives equal bytes.

        What nobody filled in prints as nothing. Values are printed as text, never read as template.
        Raises `DocumentTooLong`, `PictureUnusable`, `ValueUnprintable` (fault).
        """
        return packed(self.fill_entries(values, pictures))

    def fill_entries(self, values: Mapping[str, object], pictures: Mapping[str, bytes]) -> Entries:
        """As `fill`, as entries by name: what the typesetter needs, without zipping."""
        context = {**dict.fromkeys(self.names), **printable(values)}
        filled: Entries = dict(self.rest)
        for name, template in self.parts.items():
            filled[name] = _rendered(template, context).encode()
        for target, name in self.media.items():
            picture = pictures.get(name)
            filled[target] = BLANK if picture is None else checked_picture(name, picture)
        return filled

    def unsealed(self, entries: Mapping[str, bytes]) -> Entries:
        """`entries` with an empty placeholder where the seal stands (交出的 DOCX 不带印模)."""
        seals = (target for target, name in self.media.items() if name == SEAL)
        return {**entries, **dict.fromkeys(seals, BLANK)}


def compile_template(docx: bytes) -> Template:
    """Compile a .docx template; raises `TemplateRefused` for what is unsafe or cannot be read.

    Names are not checked against a form here: `template_check.check_template` does.
    """
    entries, wrong = open_archive(docx)
    if wrong:
        raise TemplateRefused(
            Finding(
                code="template_file", file="template.docx", what=f"{text}。", mend="", where="文件"
            )
            for text in wrong
        )
    report = report_on_tags(parts_of(entries), None, file="template.docx")
    if report.findings:
        raise TemplateRefused(report.findings)
    return _compiled(dict(entries))


def _compiled(entries: Entries) -> Template:
    room = TemplateRoom()
    parts: dict[str, jinja2.Template] = {}
    names: set[str] = set()
    media: dict[str, str] = {}
    for name in template_parts(list(entries)):
        root = read_xml(entries[name])
        media.update(give_each_placeholder_its_own_part(name, root, entries))
        tree = room.parse(jinja_source(root))
        names |= meta.find_undeclared_variables(tree)
        parts[name] = _built(room, tree)
    if media:
        declare_png(entries)
    rest = {name: data for name, data in entries.items() if name not in parts}
    return Template(parts=parts, names=frozenset(names), media=media, rest=rest)


def _built(room: TemplateRoom, tree: nodes.Template) -> jinja2.Template:
    code = room.compile(tree)
    return jinja2.Template.from_code(room, code, room.make_globals(None))


def _rendered(template: jinja2.Template, context: Mapping[str, object]) -> str:
    pieces = []
    length = 0
    try:
        for piece in template.generate(context):
            length += len(piece)
            if length > FILLED_CHARACTERS_MAX:
                raise DocumentTooLong(limit=FILLED_CHARACTERS_MAX)
            pieces.append(piece)
    except jinja2.TemplateError as error:
        raise ValueUnprintable(name=str(error)) from error
    return _ROWLESS_TABLE.sub("<w:p/>", "".join(pieces))


def packed(entries: Mapping[str, bytes]) -> bytes:
    """The entries as a .docx whose bytes depend on nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            stored = name.endswith((".png", ".jpeg", ".jpg"))
            archive.writestr(
                zipfile.ZipInfo(name, _ENTRY_TIME),
                data,
                compress_type=zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED,
                compresslevel=COMPRESSION_LEVEL,
            )
    return out.getvalue()

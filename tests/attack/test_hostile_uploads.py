"""Two hundred hostile uploads: refused, or kept as bytes that nothing here ever runs."""

import io
import itertools
import zipfile
import zlib
from pathlib import Path

import pytest

from engine.commands.attach_file import checked_name, checked_suffix
from engine.documents.file_kinds import kind_of
from engine.errors import Refusal

PROGRAMS = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "html after blanks": b"\n\n   <html><body onload=alert(1)>",
    "script in the middle": b"hello world " * 50 + b"<script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "xml with an entity": (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    ),
    "php": b"<?php system($_GET['c']); ?>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "elf": b"\x7fELF\x02\x01\x01" + bytes(100),
    "exe": b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0L\x01" + bytes(200),
    "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(50),
    "nothing but zeros": bytes(500),
    "pdf after html": b"<html><script>1</script></html>\n%PDF-1.7\n%%EOF",
    "gif with a script": b"GIF89a/*" + b"<script>alert(1)</script>*/",
    "tar": b"a.sh" + bytes(253) + b"ustar\x0000" + bytes(300),
}


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


TYPES = {"[Content_Types].xml": b"<Types/>"}
MACRO = b'<Types ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
MACRO_TYPES = {"[Content_Types].xml": MACRO}
PACKED = {
    "bomb": packed(**TYPES, **{"word/document.xml": bytes(120 << 20)}),
    "many parts": packed(**TYPES, **{f"word/{n}": b"" for n in range(2_100)}),
    "climbs out": packed(**TYPES, **{"word/../../../etc/passwd": b"x"}),
    "absolute": packed(**TYPES, **{"/etc/passwd": b"x", "word/document.xml": b"x"}),
    "backslash": packed(**TYPES, **{"word\\..\\x": b"x"}),
    "macro": packed(**TYPES, **{"word/vbaProject.bin": b"x", "word/document.xml": b"x"}),
    "macro type": packed(**MACRO_TYPES, **{"word/document.xml": b"x"}),
    "embedded program": packed(**TYPES, **{"word/embeddings/oleObject1.bin": b"x"}),
    "plain zip": packed(**{"a.txt": b"x"}),
    "jar": packed(**{"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}),
    "cut off": packed(**TYPES, **{"word/document.xml": b"x" * 500})[:-30],
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
OLE_WITH_MACROS = OLE + "_VBA_PROJECT".encode("utf-16-le") + bytes(100)

HARMLESS = (".pdf", ".jpg", ".png", ".docx", ".mp4", ".txt", ".ofd", ".xls", ".wav")
DISGUISED = list(itertools.product(PROGRAMS, HARMLESS))
PACKED_AS = list(itertools.product(PACKED, [".docx", ".xlsx", ".ofd", ".pdf"]))
NAMES = [
    *("../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd.pdf", "C:\\a.pdf", "a.pdf\0.exe"),
    "a.pdf/",
    *("con.pdf", "PRN.txt", "aux", "COM1.pdf", "lpt9.docx", "\u202efdp.exe", "a\u200b.pdf"),
    *("a\ufeff.pdf", "a\r\nX: y.pdf", "", " ", ".", "..", ".pdf", "a.pdf.", "a" * 201 + ".pdf"),
    *("a<b>.pdf", "a|b.pdf", 'a"b.pdf', "a?.pdf", "a*.pdf", "\ud800.pdf", "a\u2028b.pdf"),
    "a\x1b[31m.pdf",
]  # fmt: skip
ENDINGS = (
    ".exe .html .htm .svg .js .php .sh .bat .docm .xlsm .jar .zip .rar .7z .iso .lnk .hta .vbs "
    ".ps1 .msi .scr .com .dll .py .xml .swf .eml .url .chm .reg"
).split()


def refuse(tmp_path: Path, content: bytes, suffix: str) -> None:
    """Refused, with a reason a person can act on."""
    with pytest.raises(Refusal) as caught:
        kind(tmp_path, content, suffix)
    assert caught.value.what_text
    assert caught.value.mend_text


def kind(tmp_path: Path, content: bytes, suffix: str) -> str:
    file = tmp_path / "given"
    file.write_bytes(content)
    return kind_of(file, suffix)


def test_there_are_two_hundred_of_them():
    assert len(DISGUISED) + len(PACKED_AS) + len(NAMES) + len(ENDINGS) >= 200


@pytest.mark.parametrize(("name", "suffix"), DISGUISED)
def test_a_program_under_a_harmless_ending_is_refused(tmp_path, name, suffix):
    refuse(tmp_path, PROGRAMS[name], suffix)


@pytest.mark.parametrize(("name", "suffix"), PACKED_AS)
def test_a_package_that_is_no_document_is_refused(tmp_path, name, suffix):
    refuse(tmp_path, PACKED[name], suffix)


@pytest.mark.parametrize("suffix", [".doc", ".xls"])
def test_an_old_office_file_with_macros_is_refused(tmp_path, suffix):
    refuse(tmp_path, OLE_WITH_MACROS, suffix)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_would_deceive_is_refused(name):
    with pytest.raises(Refusal):
        checked_suffix(checked_name(name), 10)


@pytest.mark.parametrize("suffix", ENDINGS)
def test_an_ending_that_may_run_is_refused(suffix):
    with pytest.raises(Refusal):
        checked_suffix(checked_name(f"a{suffix}"), 10)


def test_what_is_what_its_ending_says_is_taken(tmp_path):
    word = packed(**TYPES, **{"word/document.xml": b"<w/>"})
    png = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR" + bytes(17) + zlib.compress(b"x")
    good = {
        ".docx": word,
        ".pdf": b"%PDF-1.7\n1 0 obj\n",
        ".png": png,
        ".txt": "证据说明".encode(),
        ".ofd": packed(**{"OFD.xml": b"<o/>"}),
        ".jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(50),
    }
    for suffix, content in good.items():
        assert kind(tmp_path, content, suffix), suffix

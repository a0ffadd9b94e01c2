"""Attachments: in pieces, resumed, taken by content, and given out so that nothing runs."""

import hashlib
import json
import zlib

import pytest
from sqlalchemy import select

from engine.store import tables as t
from engine.store.connection import reading
from tests.web.conftest import PLANTED_NAME
from tests.web.programs import Program

BYTES = "application/octet-stream"


def pdf(words: str = "hello") -> bytes:
    import typst  # noqa: PLC0415 - only these tests draw

    return typst.compile(words.encode())


def begin(program, case, content, name="证据.pdf", **more):
    sha256 = hashlib.sha256(content).hexdigest()
    sent = {"name": name, "size": len(content), "sha256": sha256, **more}
    body = json.dumps(sent).encode()
    return program.send("post", f"/cases/{case}/attachments", body, "application/json")


def send(program, upload, offset, piece):
    return program.send(
        "patch", f"/uploads/{upload}", piece, BYTES, **{"Upload-Offset": str(offset)}
    )


def upload(program, case, content, name="证据.pdf"):
    begun = begin(program, case, content, name)
    assert begun.status_code == 201, begun.json
    upload_id = begun.json["upload_id"]
    for at in range(0, len(content), 1 << 20):
        assert send(program, upload_id, at, content[at : at + (1 << 20)]).status_code == 200
    return program.send("post", f"/uploads/{upload_id}/finish", b"", BYTES)


@pytest.fixture
def handler(web):
    return Program.of(web, "lead_handler")


def test_a_file_comes_in_pieces_and_goes_on_where_it_was_broken_off(web, handler):
    content, case = pdf(), web.played.grown
    upload_id = begin(handler, case, content).json["upload_id"]
    half = len(content) // 2
    assert send(handler, upload_id, 0, content[:half]).json["offset"] == half
    lost = send(handler, upload_id, 0, content[:half])
    assert (lost.status_code, lost.json["code"]) == (409, "piece_misplaced")
    assert handler.get(f"/uploads/{upload_id}").json["offset"] == half
    assert send(handler, upload_id, half, content[half:]).json["offset"] == len(content)
    done = handler.send("post", f"/uploads/{upload_id}/finish", b"", BYTES)
    again = handler.send("post", f"/uploads/{upload_id}/finish", b"", BYTES)
    assert done.json == again.json
    assert done.json["media_type"] == "application/pdf"
    (shown,) = handler.get(f"/cases/{case}").json["attachments"]
    assert (shown["name"], shown["size"]) == ("证据.pdf", len(content))
    lines = handler.get(f"/cases/{case}/log").json
    assert [one["what"] for one in lines].count("添加附件") == 1


def test_a_file_is_given_out_to_be_saved_and_never_to_be_opened_here(web, handler):
    content = pdf()
    shown = upload(handler, web.played.grown, content).json
    answer = handler.get(f"/attachments/{shown['attachment_id']}")
    assert answer.data == content
    assert answer.mimetype == BYTES
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    drawn = handler.get(f"/attachments/{shown['attachment_id']}/preview.png")
    assert drawn.data.startswith(b"\x89PNG")
    assert drawn.mimetype == "image/png"


def test_what_came_must_be_what_was_announced(web, handler):
    content, case = pdf(), web.played.grown
    before = web.version_of(case)
    upload_id = begin(handler, case, content).json["upload_id"]
    send(handler, upload_id, 0, content[:100])
    short = handler.send("post", f"/uploads/{upload_id}/finish", b"", BYTES)
    assert (short.status_code, short.json["code"]) == (409, "file_damaged")
    other = bytearray(content)
    other[-20] ^= 1
    upload_id = begin(handler, case, content).json["upload_id"]
    send(handler, upload_id, 0, bytes(other))
    changed = handler.send("post", f"/uploads/{upload_id}/finish", b"", BYTES)
    assert changed.json["code"] == "file_damaged"
    beyond = send(handler, upload_id, len(content), b"more")
    assert beyond.json["code"] == "piece_misplaced"
    assert web.version_of(case) == before


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "a\x00.pdf", "fdp\u202e.exe.pdf", "", "a" * 300 + ".pdf", "CON.pdf",
     ".pdf", "a/b.pdf", "a\\b.pdf", "a.pdf.", "line\nbreak.pdf", "zero\u200bwidth.pdf"],
)  # fmt: skip
def test_a_name_that_would_deceive_is_refused(web, handler, name):
    refused = begin(handler, web.played.grown, b"%PDF-", name)
    assert refused.status_code in {415, 422}
    assert refused.json["code"] in {"file_name_refused", "file_kind_refused", "request_invalid"}


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.js", "a.zip", "a", "a.docm"])
def test_an_ending_nobody_needs_is_refused_before_a_byte_is_sent(web, handler, name):
    assert begin(handler, web.played.grown, b"x", name).json["code"] == "file_kind_refused"


def test_a_file_too_large_for_its_kind_is_refused_before_a_byte_is_sent(web, handler):
    refused = begin(handler, web.played.grown, b"x", "a.pdf", size=(50 << 20) + 1)
    assert (refused.status_code, refused.json["code"]) == (413, "file_too_large")


def test_nobody_goes_on_with_the_upload_of_another(web, handler):
    upload_id = begin(handler, web.played.grown, b"%PDF-x").json["upload_id"]
    other = Program.of(web, "section_head")
    assert other.get(f"/uploads/{upload_id}").status_code == 404
    assert send(other, upload_id, 0, b"%PDF-").status_code == 404
    assert other.send("post", f"/uploads/{upload_id}/finish", b"", BYTES).status_code == 404


@pytest.mark.parametrize("login", ["expert", "auditor", "sys_admin", "org_head2", "bureau_deputy2"])
def test_who_takes_no_part_in_a_case_adds_nothing_to_it(web, login):
    refused = begin(Program.of(web, login), web.played.grown, b"%PDF-x")
    assert (refused.status_code, refused.json["code"]) == (404, "case_not_found")


def test_the_organ_opens_what_it_added_itself_and_nothing_else(web, handler):
    inner = upload(handler, web.played.grown, pdf("inner")).json["attachment_id"]
    liaison = Program.of(web, "org_liaison")
    own = upload(liaison, web.played.grown, pdf("own"), f"{PLANTED_NAME}.pdf").json
    assert liaison.get(f"/attachments/{inner}").status_code == 404
    assert liaison.get(f"/attachments/{own['attachment_id']}").status_code == 200
    listed = liaison.get(f"/cases/{web.played.grown}").json["attachments"]
    assert [one["attachment_id"] for one in listed] == [own["attachment_id"]]


def test_what_came_before_filing_is_opened_only_by_who_may_know_the_complainant(web):
    clerk = Program.of(web, "intake_clerk")
    item = web.item_of(web.played.young, "P1.2")
    clerk.post(f"/items/{item}/claim")
    added = upload(clerk, web.played.young, pdf("scan")).json["attachment_id"]
    assert Program.of(web, "section_head").get(f"/attachments/{added}").status_code == 200
    supervisor = Program.of(web, "timeliness_supervisor")
    assert supervisor.get(f"/attachments/{added}").status_code == 404


def test_the_name_of_a_file_stands_in_no_row_in_clear_and_in_no_log_line(web, handler, capsys):
    upload(handler, web.played.grown, pdf(), f"{PLANTED_NAME}的材料.pdf")
    with reading(web.house.store.engine) as connection:
        for table in (t.uploads, t.attachments, t.case_log, t.commands):
            assert PLANTED_NAME not in str(connection.execute(select(table)).all())
    assert PLANTED_NAME not in "".join(capsys.readouterr())


def test_a_picture_that_would_fill_the_memory_gives_no_preview_and_does_no_harm(web, handler):
    def chunk(kind: bytes, body: bytes) -> bytes:
        size, check = len(body).to_bytes(4), zlib.crc32(kind + body).to_bytes(4)
        return size + kind + body + check

    side = 60_000
    head = side.to_bytes(4) * 2 + bytes((8, 2, 0, 0, 0))
    packed = zlib.compressobj()
    body = b"".join([packed.compress(bytes(1 << 20)) for _ in range(64)] + [packed.flush()])
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    shown = upload(handler, web.played.grown, bomb, "a.png").json
    answer = handler.get(f"/attachments/{shown['attachment_id']}/preview.png")
    assert answer.status_code == 404
    assert handler.get("/me").status_code == 200

"""Who complained stands nowhere in the clear, in no byte of the database."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from engine.commands.save_draft import SaveDraft, save_draft
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.secrecy import KEY_BYTES, Secrecy, key_from_file

IDENTITY = {
    "name": "欧阳示例",
    "phone": "13912345678",
    "id_type": "居民身份证",
    "id_no": "11010519491231002X",
    "address": "示例街七号院",
}
WORDS = ("欧阳示例", "13912345678", "11010519491231002X", "示例街七号院")


def in_clear(data: bytes) -> list[str]:
    """The words of identity that can be read in raw bytes, as text or as JSON escapes."""
    codes = ("utf-8", "utf-16-le", "unicode_escape", "gb18030")
    return [word for word in WORDS if any(word.encode(code) in data for code in codes)]


def with_everything_that_names_him(desk):
    desk.player.start("P1.1", "intake_clerk", {**COMPLAINT, **IDENTITY})
    command = SaveDraft(
        key=desk.office.ids.next(),
        place=desk.player.place,
        by=desk.id_of("intake_clerk"),
        case_id=desk.player.case_id,
        item_id=desk.item("P1.2").id,
        body={"note": "".join(WORDS)},
    )
    save_draft(desk.office, command)
    desk.player.walk("P2.1")


def all_bytes(engine) -> bytes:
    """Every value of every row, as the database hands it out raw."""
    found: list[bytes] = []
    with reading(engine) as connection:
        for table in t.metadata.sorted_tables:
            if table is t.releases:
                continue
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            query = f'SELECT {names} FROM "{table.name}"'  # noqa: S608 - names of our own tables
            for row in connection.exec_driver_sql(query):
                found.extend(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for value in row
                )
    return b"\n".join(found)


def test_no_row_holds_the_complainants_identity_in_the_clear(desk):
    with_everything_that_names_him(desk)
    assert in_clear(all_bytes(desk.engine)) == []


def test_no_byte_of_the_database_file_holds_it(desk_at):
    desk = desk_at("")
    with_everything_that_names_him(desk)
    database = Path(desk.engine.url.database)
    files = [path for path in database.parent.rglob("*") if path.is_file()]
    assert database in files
    assert [path.name for path in files if in_clear(path.read_bytes())] == []


def test_the_search_for_bytes_finds_what_is_there():
    assert in_clear("x欧阳示例x".encode()) == ["欧阳示例"]
    assert in_clear(b"\\u6b27\\u9633\\u793a\\u4f8b") == ["欧阳示例"]


def test_no_row_holds_the_query_code(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    assert desk.player.query_code.encode() not in all_bytes(desk.engine)


def registered_body(desk):
    return next(item.body_id for item in desk.case().items.values() if item.body_id)


def test_whoever_has_the_key_reads_what_was_given(desk_at):
    desk = desk_at("")
    desk.player.start("P1.1", "intake_clerk", {**COMPLAINT, **IDENTITY})
    body_id = registered_body(desk)
    with desk.office.store.begin(desk.player.place) as tx:
        body = tx.bodies([body_id])[body_id]
    secret = {key: value for key, value in IDENTITY.items() if value in WORDS}
    assert {key: body.identity[key] for key in secret} == secret
    assert not set(secret) & set(body.values)


def test_a_ciphertext_moved_to_another_row_does_not_open(desk_at):
    desk = desk_at("")
    desk.player.start("P1.1", "intake_clerk", {**COMPLAINT, **IDENTITY})
    first = registered_body(desk)
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    second = registered_body(desk)
    with writing(desk.engine) as connection:
        query = select(t.bodies.c.identity).where(t.bodies.c.id == first)
        stolen = connection.execute(query).scalar_one()
        connection.execute(t.bodies.update().where(t.bodies.c.id == second).values(identity=stolen))
    with pytest.raises(InvalidTag), desk.office.store.begin(desk.player.place) as tx:
        tx.bodies([second])


def test_a_changed_bit_does_not_open():
    secrecy = Secrecy(b"k" * KEY_BYTES)
    sealed = secrecy.seal({"name": "示例"}, bound_to="510116/1")
    assert secrecy.open(sealed, bound_to="510116/1") == {"name": "示例"}
    for position in (0, 11, 12, len(sealed) - 1):
        broken = bytearray(sealed)
        broken[position] ^= 1
        with pytest.raises(InvalidTag):
            secrecy.open(bytes(broken), bound_to="510116/1")


def test_equal_contents_are_sealed_differently_and_found_by_the_same_index():
    one, other = Secrecy(b"k" * KEY_BYTES), Secrecy(b"l" * KEY_BYTES)
    assert one.seal("示例", bound_to="a") != one.seal("示例", bound_to="a")
    assert one.index("示例") == one.index("示例")
    assert one.index("示例") != other.index("示例")


def test_a_new_key_is_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "identity.key"
    key = key_from_file(path)
    assert (len(key), key_from_file(path)) == (KEY_BYTES, key)
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Secrecy(b"short")

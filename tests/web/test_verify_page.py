"""核验: the code on a document tells that we issued it, and never whom it is about."""

import io

import pytest
from sqlalchemy import update

from engine.domain.verify_code import ALPHABET, grouped, spoken, with_check_character
from engine.store import tables as t
from engine.store.connection import writing
from tests.web.conftest import ORGAN, PLACE, PLANTED_NAME, PLANTED_PHONE, TOKEN
from webui.pages.verify import FAILURES_MAX, FAILURES_MINUTES

GENUINE = with_check_character("0123456789")


@pytest.fixture
def notice(web):
    with web.house.store.begin(PLACE) as tx:
        return tx.case(web.played.grown).latest_document("D04")


def page_of(browser, code, place=PLACE):
    return browser.get(f"/verify/{place}/{code}")


def compared(browser, notice, content):
    address = f"/verify/{PLACE}/{notice.verify_code}"
    token = TOKEN.search(browser.get(address).text)[1]
    sent = {"form_token": token, "file": (io.BytesIO(content), "notice.pdf")}
    return browser.client.post(address, data=sent, content_type="multipart/form-data")


def test_the_code_tells_number_issuer_day_and_status_without_logging_in(web, notice):
    text = page_of(web.browser(), notice.verify_code).text
    for told in (notice.doc_no, notice.issuer_name, notice.title, "有效", "2026年3月"):
        assert told in text


def test_no_party_and_nothing_of_the_case_is_named(web, notice):
    text = page_of(web.browser(), notice.verify_code).text
    for secret in (
        PLANTED_NAME,
        PLANTED_PHONE,
        ORGAN["name"],
        "演示甲",
        web.played.grown,
        "的监督案",
    ):
        assert secret not in text


def test_the_code_may_be_typed_as_it_is_printed(web, notice):
    typed = f" {grouped(notice.verify_code).lower()} "
    answer = web.browser().post("/verify", {"code": typed})
    assert answer.status_code == 302
    assert notice.doc_no in web.browser().get(answer.location).text


def test_the_issued_file_matches_and_one_changed_byte_does_not(web, notice):
    content = web.house.office.files.get(notice.file.pdf_sha256)
    assert "文件一致" in compared(web.browser(), notice, content).text
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert "文件不一致" in compared(web.browser(), notice, bytes(changed)).text


@pytest.mark.parametrize(
    ("values", "told"),
    [({"state": "void"}, "已经收回"), ({"corrected_at": "now"}, "已经更正")],
)
def test_a_recalled_or_corrected_document_says_so(web, notice, values, told):
    values = {key: web.clock.now() if one == "now" else one for key, one in values.items()}
    with writing(web.house.store.engine) as connection:
        where = t.documents.c.id == notice.id
        connection.execute(update(t.documents).where(where).values(**values))
    assert told in page_of(web.browser(), notice.verify_code).text


def test_what_is_not_sealed_yet_is_not_known(web, notice):
    with writing(web.house.store.engine) as connection:
        where = t.documents.c.id == notice.id
        connection.execute(update(t.documents).where(where).values(sealed_at=None))
    assert "没有查到" in page_of(web.browser(), notice.verify_code).text


def test_unknown_codes_are_all_answered_alike(web):
    answers = {
        page_of(web.browser(), code).text.split("<form")[0] for code in (GENUINE, "x", "'--")
    }
    assert len(answers) == 1


def test_another_place_does_not_know_the_code(web, notice):
    assert "没有查到" in page_of(web.browser(), notice.verify_code, place="999999").text


def test_guessing_ends_soon_and_may_begin_again_later(web, notice):
    for _ in range(FAILURES_MAX):
        assert page_of(web.browser(), GENUINE).status_code == 200
    assert page_of(web.browser(), notice.verify_code).status_code == 429
    web.later(minutes=FAILURES_MINUTES, seconds=1)
    assert notice.doc_no in page_of(web.browser(), notice.verify_code).text


def test_one_wrong_character_or_two_changed_places_are_noticed():
    assert spoken(GENUINE) == GENUINE
    for place, one in enumerate(GENUINE[:-1]):
        for other in ALPHABET[:16]:
            if other != one:
                assert spoken(GENUINE[:place] + other + GENUINE[place + 1 :]) is None
    for place in range(9):
        swapped = GENUINE[:place] + GENUINE[place + 1] + GENUINE[place] + GENUINE[place + 2 :]
        assert spoken(swapped) is None


def test_letters_read_for_digits_are_taken_as_those():
    assert spoken("0l23-4567-89" + GENUINE[-1]) == GENUINE
    assert spoken("O123 4567 89" + GENUINE[-1]) == GENUINE

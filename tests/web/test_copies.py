"""副本与卷宗的下载: who works on the case gets them, the organ and strangers do not."""

import pytest

from tests.web.conftest import PLACE


@pytest.fixture
def registration(web):
    with web.house.store.begin(PLACE) as tx:
        return tx.case(web.played.grown).latest_document("D01")


def test_a_handler_gets_the_masked_copy_and_the_organ_does_not(web, registration):
    address = f"/cases/{web.played.grown}/documents/{registration.id}/masked.pdf"
    answer = web.browser("lead_handler").get(address)
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert web.browser("org_liaison").get(address).status_code == 404


def test_who_is_signed_in_prints_blank_forms(web):
    assert web.browser("intake_clerk").get("/blank/D01.pdf").data.startswith(b"%PDF-")
    assert web.browser("intake_clerk").get("/blank/D99.pdf").status_code == 409


def test_a_case_under_way_has_no_volume_yet(web):
    for what in ("whole.pdf", "main.pdf", "package.zip"):
        answer = web.browser("lead_handler").get(f"/cases/{web.played.grown}/volume/{what}")
        assert answer.status_code == 409
        assert "装订" in answer.text
    assert web.browser("lead_handler").get("/cases/x/volume/else.pdf").status_code == 404

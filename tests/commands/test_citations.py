"""依据: documents cite articles, by default those usual for their kind, of laws in force."""

from datetime import date

import pytest

from engine.commands.citations import briefly, citable, usual
from engine.definitions.articles import parse_article
from tests.commands.desk import PLACE, release

SICHUAN, SHANDONG, NATIONAL = "510116", "370200", "national"


@pytest.mark.parametrize(
    ("place", "kind", "on", "cited"),
    [
        (SICHUAN, "D04", date(2026, 3, 2), ["SC-31", "SC-32"]),
        (SICHUAN, "D09b", date(2026, 3, 2), ["N-28"]),
        (SICHUAN, "D10", date(2026, 3, 2), ["N-29", "SC-34"]),
        (SICHUAN, "D10", date(2026, 1, 5), ["SC-34"]),
        (SHANDONG, "D09b", date(2026, 3, 2), ["N-28", "SD-28"]),
        (NATIONAL, "D09a", date(2026, 3, 2), ["N-27"]),
    ],
)
def test_a_document_cites_what_is_usual_and_in_force(place, kind, on, cited):
    assert usual(release(place).place_info, kind, on) == cited


def test_without_a_usual_article_nothing_is_proposed():
    assert usual(release(SICHUAN).place_info, "D06", date(2026, 3, 2)) is None


@pytest.mark.parametrize("place", [SICHUAN, SHANDONG, NATIONAL])
def test_articles_may_be_cited_and_so_may_a_law_as_a_whole(place):
    options = citable(release(place))
    assert options["N-29"] == "《行政执法监督条例》第二十九条"
    assert set(release(place).place_info.laws) <= set(options)
    assert all("第" in label for key, label in options.items() if parse_article(key))


def test_every_usual_citation_may_be_chosen():
    for place in (SICHUAN, SHANDONG, NATIONAL):
        usual_ones = release(place).place_info.citations.values()
        assert {one for cited in usual_ones for one in cited} <= set(citable(release(place)))


def test_a_law_cited_twice_is_named_once():
    assert briefly(["《甲》第一条", "《甲》第二条", "《乙》第三条", "《乙》"]) == [
        "《甲》第一条", "第二条", "《乙》第三条", "《乙》",
    ]  # fmt: skip


def test_the_drafter_is_proposed_the_usual_citation(desk_at):
    desk = desk_at("P2.6")
    item = desk.item("P2.6", "lead_handler")
    body = dict(desk.filled(item, "lead_handler"))
    body.pop("legal_basis", None)
    desk.send(item.id, "lead_handler", body)
    notice = desk.case().latest_document("D04")
    with desk.office.store.begin(PLACE) as tx:
        given = tx.bodies(notice.bodies)[notice.bodies[0]]
    assert given.values["legal_basis"] == ["SC-31", "SC-32"]

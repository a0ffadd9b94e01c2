"""隔离 S1 and S2: nobody judges his own work."""

import pytest

from engine.domain.separation import Act, breaks_separation

JUDGING = ("opinion", "approve", "seal")


@pytest.mark.parametrize("verb", JUDGING)
def test_a_handler_judges_nothing_in_his_case_even_if_he_did_not_touch_the_document(verb):
    found = breaks_separation(
        person_id="co", verb=verb, role="section_head", handlers=("lead", "co"), earlier=()
    )
    assert found is not None


@pytest.mark.parametrize("verb", JUDGING)
@pytest.mark.parametrize("before", ["draft", *JUDGING])
def test_who_had_one_part_in_a_document_takes_no_other(verb, before):
    earlier = [Act(person_id="a", verb=before, role="first")]
    for person, refused in (("a", True), ("b", False)):
        why = breaks_separation(
            person_id=person, verb=verb, role="second", handlers=(), earlier=earlier
        )
        assert (why is not None) is refused


@pytest.mark.parametrize("verb", JUDGING)
def test_the_same_part_again_after_a_return_is_no_breach(verb):
    earlier = [Act(person_id="a", verb=verb, role="legal_reviewer")]
    why = breaks_separation(
        person_id="a", verb=verb, role="legal_reviewer", handlers=(), earlier=earlier
    )
    assert why is None


@pytest.mark.parametrize("verb", ["draft", "serve", "sign"])
def test_drafting_and_serving_judge_nothing(verb):
    why = breaks_separation(
        person_id="lead", verb=verb, role="lead_handler", handlers=("lead",), earlier=()
    )
    assert why is None

"""Check digits and shapes of identifiers, by the standards that define them."""

# look-alikes of letters and digits are what is tested

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.identifiers import (
    SHAPES,
    id_birth_date,
    id_check_character,
    id_is_old,
    id_no_holds,
    id_shape_holds,
    uscc_check_character,
    uscc_holds,
)

TODAY = date(2026, 3, 2)
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_the_worked_example_of_gb_32100_has_check_character_3():
    assert uscc_check_character("91350100M000100Y4") == "3"
    assert uscc_holds("91350100M000100Y43")


def test_a_remainder_of_nought_gives_check_character_0_and_not_31():
    first_17 = next(
        f"9135010000000{number:04}"
        for number in range(10_000)
        if uscc_check_character(f"9135010000000{number:04}") == "0"
    )
    assert uscc_holds(first_17 + "0")


@pytest.mark.parametrize("code", ["11510116MB00000B0D", "11510116MB00000A2J", "91110000600037341L"])
def test_real_shaped_credit_codes_hold(code):
    assert uscc_holds(code)


@pytest.mark.parametrize(
    "code",
    [
        "11510116MB00000B0E",
        "91350100M000100Y44",
        "91350100M000100Y4",
        "91350100I000100Y43",
        "",
        "9" * 18,
    ],
)
def test_credit_codes_with_a_slip_do_not_hold(code):
    assert not uscc_holds(code)


@given(
    st.text("0123456789", min_size=6, max_size=6),
    st.text(USCC_CHARACTERS, min_size=9, max_size=9),
    st.integers(0, 16),
    st.sampled_from(USCC_CHARACTERS),
)
def test_one_wrong_character_of_a_credit_code_is_always_noticed(region, body, place, other):
    first_17 = "91" + region + body
    code = first_17 + uscc_check_character(first_17)
    wrong = code[:place] + other + code[place + 1 :]
    assert uscc_holds(code)
    assert wrong == code or not uscc_holds(wrong)


def test_the_worked_example_of_gb_11643_ends_in_x():
    assert id_check_character("11010519491231002") == "X"
    assert id_no_holds("11010519491231002X", today=TODAY)


def checked(first_17):
    return first_17 + id_check_character(first_17)


@pytest.mark.parametrize(
    "prefix", ["810000", "820000", "830000", "512301", "510213", "330127", "910000"]
)
def test_residence_permits_and_abolished_area_codes_hold(prefix):
    assert id_no_holds(checked(prefix + "19700101001"), today=TODAY)


@pytest.mark.parametrize(
    "first_17",
    [
        "99010519491231002",  # no such region
        "00010519491231002",
        "11010519490230002",  # 30 February
        "11010519491301002",  # month 13
        "11010517491231002",  # born 1749
        "11010520260303002",  # born tomorrow
    ],
)
def test_numbers_with_a_sound_check_digit_but_impossible_content_do_not_hold(first_17):
    assert not id_no_holds(checked(first_17), today=TODAY)


def test_a_child_born_today_has_a_sound_number():
    assert id_no_holds(checked("11010520260302002"), today=TODAY)


@pytest.mark.parametrize(
    "value", ["11010519491231002x", "110105491231002", "1101051949123100２X", ""]
)
def test_the_shape_of_an_identity_number_is_17_digits_and_a_digit_or_capital_x(value):
    assert not id_shape_holds(value)


def test_a_15_digit_number_is_recognised_as_old():
    assert id_is_old("110105491231002")
    assert not id_is_old("11010519491231002X")


def test_nobody_alive_was_born_before_1850():
    assert id_birth_date("110105185001010020") == date(1850, 1, 1)
    assert id_birth_date("110105184912310020") is None


def test_the_birth_date_stands_in_the_number():
    assert id_birth_date("11010519491231002X") == date(1949, 12, 31)


@given(
    st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(0, 9)
)
def test_one_wrong_digit_of_an_identity_number_is_always_noticed(born, seq, place, digit):
    number = checked(f"510116{born:%Y%m%d}{seq:03}")
    wrong = number[:place] + str(digit) + number[place + 1 :]
    assert id_no_holds(number, today=TODAY)
    assert wrong == number or not id_no_holds(wrong, today=TODAY)


GOOD = {
    "mobile": ["13900000014", "19912345678"],
    "telephone": ["13900000014", "028-85551234", "02885551234", "0839-7201234-8001"],
    "postcode": ["610200"],
    "email": ["name@example.cn", "a.b+c@mail.example.com.cn"],
    "cert_no": ["川A-0012345", "51010012345"],
    "doc_no": ["双执监案〔2026〕12号", "双府执监决〔2026〕1号", "双综执罚决字〔2026〕第12号"],
    "money": ["0", "0.50", "123456789012.99"],
}
BAD = {
    "mobile": [
        "12900000014",
        "1390000001",
        "139000000140",
        "１３９００００００１４",
        "+8613900000014",
    ],
    "telephone": ["85551234", "28-85551234", "028-855512", "110"],
    "postcode": ["61020", "6102000", "61020a"],
    "email": [
        "name",
        "name@",
        "@example.cn",
        "a@b",
        "a..b@example.cn",
        "a b@example.cn",
        "a@-b.cn",
    ],
    "cert_no": ["1234", "a" * 33, "abc d1", "abc;d1"],
    "doc_no": ["双执监案2026年12号", "〔2026〕12号", "双执监案〔26〕12号", "双执监案〔2026〕号"],
    "money": ["-1", "1.234", "1,000", "1e3", "1234567890123", "", ".5"],
}


@pytest.mark.parametrize(("shape", "value"), [(s, v) for s, vs in GOOD.items() for v in vs])
def test_usual_ways_of_writing_fit_their_format(shape, value):
    assert SHAPES[shape](value)


@pytest.mark.parametrize(("shape", "value"), [(s, v) for s, vs in BAD.items() for v in vs])
def test_other_ways_of_writing_do_not_fit(shape, value):
    assert not SHAPES[shape](value)

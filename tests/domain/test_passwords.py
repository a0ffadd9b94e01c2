"""口令: what every guesser tries first is refused, a long one of one's own is not."""

import pytest

from engine.domain.passwords import PASSWORD_CHARACTERS_MIN, breached, weakness

ABOUT = ("li_ming", "李明")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "至少要有"),
        ("a" * PASSWORD_CHARACTERS_MIN, "不同的字符"),
        ("x7Kq2mVw9pLs" * 20, "最多"),
        ("tab\tin the middle", "看不见"),
        ("I am LI_MING 1987", "账号或者姓名"),
        ("我是李明今年三十岁了", "账号或者姓名"),
        ("1234567890", "广为人知"),
        ("Password2026!", "广为人知"),
        ("P@ssw0rd2026", "广为人知"),
        ("Admin@123456789", "广为人知"),
        ("woaini1314520", "广为人知"),
    ],
)
def test_a_weak_password_is_refused_and_told_why(password, why):
    assert why in weakness(password, about=ABOUT)


@pytest.mark.parametrize(
    "password", ["zhijian-demo", "树上有三只麻雀在唱歌", "brick moss 44 lantern"]
)
def test_a_password_of_ones_own_will_do(password):
    assert weakness(password, about=ABOUT) is None


def test_the_list_is_in_small_letters_and_of_some_size():
    assert len(breached()) > 250
    assert all(one == one.lower() for one in breached())

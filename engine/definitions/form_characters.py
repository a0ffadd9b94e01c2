"""Characters a text may not hold: control characters, bidi controls, lone surrogates, emoji.

Rare characters of names (GB 18030 level 3), private-use ones and ideographic variants are text.
"""

import re

_CONTROL = (
    "\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufff9-\\ufffb\\ufffe\\uffff\\ufdd0-\\ufdef"
)
_NONCHARACTERS = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17))
_BIDI = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"
_SURROGATES = "\\ud800-\\udfff"
_EMOJI = (
    "\\u231a\\u231b\\u23e9-\\u23ec\\u23f0\\u23f3\\u25fd\\u25fe\\u2614\\u2615\\u2648-\\u2653\\u267f"
    "\\u2693\\u26a1\\u26aa\\u26ab\\u26bd\\u26be\\u26c4\\u26c5\\u26ce\\u26d4\\u26ea\\u26f2\\u26f3\\u26f5"
    "\\u26fa\\u26fd\\u2705\\u270a\\u270b\\u2728\\u274c\\u274e\\u2753-\\u2755\\u2757\\u2795-\\u2797"
    "\\u27b0\\u27bf\\u2b1b\\u2b1c\\u2b50\\u2b55\\u20e3\\ufe0f"
    "\\U0001f004\\U0001f0cf\\U0001f18e\\U0001f191-\\U0001f19a\\U0001f1e6-\\U0001f1ff\\U0001f201"
    "\\U0001f21a\\U0001f22f\\U0001f232-\\U0001f236\\U0001f238-\\U0001f23a\\U0001f250\\U0001f251"
    "\\U0001f300-\\U0001f6ff\\U0001f7e0-\\U0001f7ff\\U0001f90c-\\U0001f9ff\\U0001fa70-\\U0001faff"
    "\\U000e0000-\\U000e007f"
)
_REFUSED = _CONTROL + _NONCHARACTERS + _BIDI + _SURROGATES + _EMOJI
_IN_LINE = re.compile(f"[{_REFUSED}\\n]")
_IN_LINES = re.compile(f"[{_REFUSED}]")


def has_refused_characters(text: str, *, many_lines: bool) -> bool:
    """Whether `text` holds a refused character; a line feed is allowed only where `many_lines`."""
    return (_IN_LINES if many_lines else _IN_LINE).search(text) is not None


def is_encodable(text: str) -> bool:
    """Whether `text` has a UTF-8 form; one with a lone surrogate has none."""
    return text.isascii() or re.search("[\ud800-\udfff]", text) is None

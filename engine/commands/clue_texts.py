"""What may be written into the clue ledger: readable, bounded, and naming nobody."""

import re

from engine.commands.clue_refusals import ClueMaterialsUnfit, ClueNamesSomebody, ClueTextUnfit

CLUE_CHARACTERS_MAX = 2_000
CLUE_MATERIALS_MAX = 1_000

_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
"""A citizen's number (公民身份号码) or a mobile number."""


def readable(text: str, *, field: str) -> str:
    """The text without blanks around it; refuses `clue_text_unfit` and `clue_names_somebody`.

    `field` is the Chinese label of the field.
    """
    written = text.strip()
    if not 0 < len(written) <= CLUE_CHARACTERS_MAX or "\0" in written:
        raise ClueTextUnfit(where={"field": field}, field=field, most=CLUE_CHARACTERS_MAX)
    if _PERSONAL_NUMBER.search(written):
        raise ClueNamesSomebody(where={"field": field}, field=field)
    return written


def counted(materials: int) -> int:
    """The number of pieces; refuses `clue_materials_unfit`."""
    if not 0 <= materials <= CLUE_MATERIALS_MAX:
        raise ClueMaterialsUnfit(where={"field": "材料份数"}, most=CLUE_MATERIALS_MAX)
    return materials

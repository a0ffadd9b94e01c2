"""An option as a Word template sees it: printed by its label, compared by label or code."""

from typing import Self


class Chosen(str):
    """An option as chosen: prints its label, equals its label and its code.

    So a template's condition holds whether it names the code or the label, also where a place has
    changed the label.
    """

    __slots__ = ("code",)

    code: str

    def __new__(cls, label: str, *, code: str) -> Self:
        """The option `code`, printed as `label`."""
        chosen = super().__new__(cls, label)
        chosen.code = code
        return chosen

    def __eq__(self, other: object) -> bool:
        """Whether `other` is the label or the code."""
        return super().__eq__(other) or (type(other) is str and other == self.code)

    def __ne__(self, other: object) -> bool:
        """Whether `other` is neither the label nor the code."""
        return not self == other

    __hash__ = str.__hash__

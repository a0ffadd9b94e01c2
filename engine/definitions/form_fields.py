"""What a form asks: one `Field` per key, with its rules; no reading, no checking."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine.definitions.form_conditions import Condition


class Kind(StrEnum):
    """What a value of a field is; the wire form stands behind it."""

    TEXT = "text"  # string
    WHOLE = "whole"  # JSON number or digits → int
    DECIMAL = "decimal"  # JSON number or digits → Decimal
    BOOLEAN = "boolean"  # JSON true or false
    CHOICE = "choice"  # one option's value
    CHOICES = "choices"  # list of different options' values
    DATE = "date"  # YYYY-MM-DD
    DATETIME = "datetime"  # YYYY-MM-DD HH:MM, Asia/Shanghai
    TIME = "time"  # HH:MM
    FILES = "files"  # list of ids of files uploaded to the case
    ROWS = "rows"  # list of objects


LISTS = frozenset({Kind.CHOICES, Kind.FILES, Kind.ROWS})
"""Kinds whose value is a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that may be chosen: the `value` is stored, the `label` is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The bounds of a value; None = only the product's own bound applies.

    Lengths count characters, `min` and `max` are inclusive, `decimals` are places after the
    point, `not_before` is the key of a date in the same form or row, `file_kinds` are endings
    like ``.pdf``.
    """

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    min_items: int | None = None
    max_items: int | None = None
    not_future: bool = False
    not_before: str | None = None
    file_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a form.

    `hides` are the conditions of the field and of the groups around it; a true one hides it.
    `group_labels` are the labels of the groups around it, outermost first (``被监督机关.名称`` in a
    template). `source` names what the product fills in; a person writes such a field only when
    `editable`. `rows` are the fields of one row of a list (kind ROWS).
    """

    key: str
    label: str
    component: str
    type: Kind
    required: bool = False
    required_if: Condition | None = None
    hides: tuple[Condition, ...] = ()
    validators: Validators = Validators()
    format: str | None = None
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    source: str | None = None
    editable: bool = False
    secret: bool = False
    leak_check: bool = False
    suggest: str | None = None
    sample: str | None = None
    default: object = None
    description: str = ""
    prefix: str = ""
    suffix: str = ""
    group_labels: tuple[str, ...] = ()
    line: int = 0
    rows: Mapping[str, "Field"] | None = None

    @property
    def is_list(self) -> bool:
        """Whether its value is a list."""
        return self.type in LISTS

    @property
    def filled_by_product(self) -> bool:
        """Whether only the product writes it."""
        return self.source is not None and not self.editable

    @property
    def group_label(self) -> str:
        """The groups around it as a template writes them; "" at the top."""
        return ".".join(self.group_labels)

    @property
    def template_name(self) -> str:
        """How a Word template names it, e.g. ``被监督机关.名称``."""
        return ".".join((*self.group_labels, self.label))

"""表决: when a joint visit is decided, by counting (SEMANTICS 2.5).

Votes are counted in whole people; fractions are exact. N are those eligible after recusal (回避),
of whom `present` attend; somebody present who cast no vote abstains.
"""

from dataclasses import dataclass
from fractions import Fraction

YES, NO, ABSTAIN = "同意", "不同意", "弃权"
PASSING = frozenset({"approve", "approve_changed", "report_up"})
NOT_PASSING = frozenset({"return", "defer", "report_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A fraction of a number of people; `strict` means more than it, else at least."""

    fraction: Fraction
    strict: bool

    def needed(self, people: int) -> int:
        """The least whole number of people that satisfies the share of `people`."""
        exact = self.fraction * people
        least = -(-exact.numerator // exact.denominator)
        return least + 1 if self.strict and least == exact else least


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a deliberation was voted."""

    eligible: int
    present: int
    yes: int
    no: int

    @property
    def abstain(self) -> int:
        """Present without 同意 or 不同意."""
        return self.present - self.yes - self.no

    def has_quorum(self, quorum: Share) -> bool:
        """Whether enough of the eligible attend."""
        return self.present >= quorum.needed(self.eligible)

    def passes(self, rule: Share) -> bool:
        """Whether enough of those present agreed."""
        return self.yes >= rule.needed(self.present)

    def allows(self, result: str, rule: Share) -> bool:
        """Whether a meeting voted like this may end with `result`."""
        return result in (PASSING if self.passes(rule) else NOT_PASSING)

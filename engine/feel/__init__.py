"""The one expression language (表达式): a subset of FEEL; parse, check, evaluate.

Conditions, scripts, decision cells, timer dates and form rules are all written in it. An expression
can read the values it is given, call a fixed list of functions, and nothing else; every evaluation
has bounds (`bounds`). It knows nothing of the field.
"""

from engine.feel.expression import (
    Cell,
    Expression,
    compile_cell,
    compile_expression,
    compile_form_condition,
    known_expression,
)
from engine.feel.refusals import FeelBudgetSpent, FeelFunctionMissing, FeelSyntaxRefused
from engine.feel.script import parse_assignments
from engine.feel.times import Months
from engine.feel.vocabulary import (
    FORM_FUNCTIONS,
    RESERVED_NAMES,
    SERVER_FUNCTIONS,
    TIMER_FUNCTIONS,
    FunctionSet,
)

__all__ = [
    "FORM_FUNCTIONS",
    "RESERVED_NAMES",
    "SERVER_FUNCTIONS",
    "TIMER_FUNCTIONS",
    "Cell",
    "Expression",
    "FeelBudgetSpent",
    "FeelFunctionMissing",
    "FeelSyntaxRefused",
    "FunctionSet",
    "Months",
    "compile_cell",
    "compile_expression",
    "compile_form_condition",
    "known_expression",
    "parse_assignments",
]

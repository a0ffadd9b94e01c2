"""Every bound of the expression language, by name; reaching one is a named error, never a hang."""

SOURCE_CHARACTERS_MAX = 4000
"""Longest expression, in characters."""

DEPTH_MAX = 50
"""How deep expressions may stand in one another (brackets, calls, lists, if, some, every)."""

STEPS_MAX = 10_000
"""Steps of one evaluation: a turn of a loop costs the operators of its body, a list item one."""

LIST_ITEMS_MAX = 1000
"""Longest list, written in an expression or coming in as a value."""

TEXT_CHARACTERS_MAX = 100_000
"""Longest text an expression may build."""

TEXT_CHARACTERS_PER_STEP = 1000
"""So many characters read or built by a text function cost one step more."""

NUMBER_DIGITS_MAX = 34
"""Digits a number keeps (IEEE 754 decimal128); more are rounded half to even."""

EXPONENT_MAX = 6144
"""Largest power of ten of a number (IEEE 754 decimal128); beyond it the answer is null."""

INTEGER_BITS_MAX = 21_000
"""Largest whole number that is looked at when it comes in; about 10 to the power `EXPONENT_MAX`."""

WORKING_DAYS_MAX = 100_000
"""Largest number of days that is handed to a supplied function; beyond it the answer is null."""

SCRIPT_LINES_MAX = 100
"""Most assignments in one script task."""

EXPRESSIONS_KEPT_MAX = 8_192
"""Compiled expressions a process keeps: those of all releases it has met."""

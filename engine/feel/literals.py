"""Reads what stands for itself: numbers, texts, dates, true, false and null."""

from engine.feel.numbers import number_from_digits
from engine.feel.reading import TokenReader
from engine.feel.times import date_from_text
from engine.feel.tokens import Kind, Token
from engine.feel.tree import Literal

_CONSTANTS = {"true": True, "false": False, "null": None}


def literal(read: TokenReader) -> Literal:
    """Read one literal. Raises `FeelSyntaxRefused` when something else stands there."""
    token = read.here
    decimals = token.kind is Kind.NUMBER and "." in token.text
    found = Literal(column=token.column, value=_value(token, read), has_decimals=decimals)
    read.take()
    return found


def _value(token: Token, read: TokenReader) -> object:
    match token.kind:
        case Kind.NUMBER:
            return number_from_digits(token.text)
        case Kind.TEXT:
            return token.text
        case Kind.DATE:
            return _day(token, read)
        case Kind.WORD if token.text in _CONSTANTS:
            return _CONSTANTS[token.text]
    if token.is_word("if", "some", "every"):
        raise read.unexpected(f"请给 {token.text} 这一段加上括号")
    raise read.unexpected("这里应是数、文字、名称、函数或括号")


def _day(token: Token, read: TokenReader) -> object:
    day = date_from_text(token.text)
    if day is None:
        raise read.refusal(
            f"没有{token.shown}这一天",
            '日期请写 @"2026-01-31"，时刻请写 date and time("2026-01-31T09:00:00")，'
            '时长请写 duration("P3D")',
        )
    return day

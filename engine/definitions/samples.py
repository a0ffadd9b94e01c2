"""Samples (样例): fills what is required and missing, as scenarios and the demo do.

A field's `sample` is text, JSON text for a list, or a token: ``@today``, ``@today+7``, ``@now``,
``@now-60m``, ``@yesterday 09:00``, ``@tomorrow 09:00``, ``@user``, ``@org1``, ``@laws``,
``@handlers``, ``@from:D01.problem_type`` (filled before; ``|`` and what to take when it was not),
``@each_item:{…}`` (a row per item of the instrument, ``@item_no`` in it), any other word that
`SampleContext.given` holds, or FEEL with a leading ``=`` over the form's keys and `known`.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.definitions.form import Form
from engine.definitions.form_body import read_values
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_standing import Standing, standings
from engine.errors import Fault
from engine.feel import compile_form_condition

PASSES_MAX = 400
"""How often filling one key may make others required; more is a circle."""

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_MOMENT = re.compile(
    r"@(?P<day>today|yesterday|tomorrow)(?P<shift>[+-][0-9]{1,4})?(?: (?P<time>[0-9]{2}:[0-9]{2}))?"
)
_NOW = re.compile(r"@now(?P<shift>[+-][0-9]{1,4})?(?P<unit>[mhd])?")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class SampleMissing(Fault):
    """A required key has no sample that fits."""

    code = "sample_missing"
    what = "“{label}”（{key}）此时必填，但没有可用的样例{token}。"
    mend = "请在表单中给它写 sample，或者在场景中写明它的值。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleContext:
    """What tokens stand for.

    `now` is aware, in Asia/Shanghai; `user` is the login of who acts; `orgs` and `handlers` are
    names and logins; `laws` the default citation as the field stores it; `earlier` holds stored
    (plain) values by document or step code; `items` are the items of the instrument in force;
    `given` are further words, without their @; `known` are typed values conditions may read.
    """

    now: datetime
    user: str | None = None
    orgs: Sequence[str] = ()
    laws: object = None
    handlers: Sequence[str] = ()
    earlier: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    items: Sequence[Mapping[str, object]] = ()
    given: Mapping[str, object] = field(default_factory=dict)
    known: Mapping[str, object] = field(default_factory=dict)


def filled_with_samples(
    form: Form,
    body: Mapping[str, object],
    *,
    context: SampleContext,
    omit: Iterable[str] = (),
) -> dict[str, object]:
    """`body` with a sample for every key that is required now and not in it, and nothing else.

    Keys in `omit` stay empty, and so do keys whose need hangs on them. Rows are completed alike.
    Raises `SampleMissing` (a fault) for a required key without a sample; nothing is ever guessed.
    """
    done = dict(body)
    left_out = frozenset(omit)
    for _ in range(PASSES_MAX):
        values, faults = read_values(form, done)
        added = _needed(form.fields, values, done, context=context, faulty=faults) - left_out
        if not added:
            break
        scope = {**context.known, **values}
        for key in _fillable_now(form.fields, added):
            done[key] = _sample(form.fields[key], context, key, scope)
    _complete_rows(form.fields, done, context, context.known)
    return done


def _needed(
    fields: Mapping[str, Field],
    values: Mapping[str, object],
    done: Mapping[str, object],
    *,
    context: SampleContext,
    faulty: Iterable[str],
) -> set[str]:
    found = standings(fields, values, now=context.now, outer=context.known, faulty=faulty)
    return {key for key, it in found.items() if it is Standing.REQUIRED and key not in done}


def _fillable_now(fields: Mapping[str, Field], keys: set[str]) -> list[str]:
    """Every key whose sample needs no other value; without any, the first that is reckoned."""
    plain = [key for key in fields if key in keys and not _is_reckoned(fields[key])]
    return plain or [key for key in fields if key in keys][:1]


def _is_reckoned(one: Field) -> bool:
    return one.sample is not None and one.sample.startswith("=")


def _complete_rows(
    fields: Mapping[str, Field],
    done: dict[str, object],
    context: SampleContext,
    outer: Mapping[str, object],
) -> None:
    """Give every row of every list the samples of its own required keys."""
    for key, one in fields.items():
        rows = done.get(key)
        if one.rows is None or not isinstance(rows, list):
            continue
        done[key] = [
            _row(
                one.rows,
                row,
                context=context,
                outer={**outer, **done},
                place=f"{key}[{number}]",
            )
            if isinstance(row, dict)
            else row
            for number, row in enumerate(rows)
        ]


def _row(
    fields: Mapping[str, Field],
    row: Mapping[str, object],
    *,
    context: SampleContext,
    outer: Mapping[str, object],
    place: str,
) -> dict[str, object]:
    done = dict(row)
    for _ in range(PASSES_MAX):
        found = standings(fields, done, now=context.now, outer=outer)
        added = [k for k, it in found.items() if it is Standing.REQUIRED and k not in done]
        for key in added:
            done[key] = _sample(fields[key], context, f"{place}.{key}", {**outer, **done})
        if not added:
            break
    _complete_rows(fields, done, context, outer)
    return done


def _sample(one: Field, context: SampleContext, place: str, scope: Mapping[str, object]) -> object:
    """The sample of one field as a body would send it."""
    if one.sample is None:
        if one.rows is not None:
            return [{} for _ in range(max(one.validators.min_items or 0, 1))]
        raise SampleMissing(label=one.label, key=place, token="", where={"field": place})
    if _is_reckoned(one):
        found = _reckoned(one.sample, scope, context.now)
    else:
        found = _Token(one, context, place).value(one.sample)
    if found is None:
        raise SampleMissing(
            label=one.label, key=place, token=f"：{one.sample}", where={"field": place}
        )
    if one.type is Kind.CHOICES and isinstance(found, str):
        return [found]
    return found


def _reckoned(sample: str, scope: Mapping[str, object], now: datetime) -> object:
    """What FEEL makes of the values so far, as a body would send it."""
    found = compile_form_condition(sample).evaluate(scope, now=now)
    if isinstance(found, Decimal):
        return f"{found:f}"
    if isinstance(found, datetime):
        return found.strftime("%Y-%m-%d %H:%M")
    return found.isoformat() if isinstance(found, date) else found


class _Token:
    """Reads one sample for one field."""

    def __init__(self, one: Field, context: SampleContext, place: str) -> None:
        self.one = one
        self.context = context
        self.place = place

    def missing(self, token: str) -> SampleMissing:
        """The fault that nothing stands behind `token`."""
        return SampleMissing(
            label=self.one.label, key=self.place, token=f"：{token}", where={"field": self.place}
        )

    def value(self, sample: str) -> object:
        """What `sample` stands for."""
        if sample.startswith("@from:"):
            return self.earlier(sample.removeprefix("@from:"))
        if sample.startswith("@each_item:"):
            return self.per_item(sample.removeprefix("@each_item:"))
        if sample.startswith("@"):
            return self.token(sample)
        return self.written(sample)

    def written(self, sample: str) -> object:
        """Plain text, read as the field's kind wants it."""
        if self.one.type is Kind.BOOLEAN:
            return {"true": True, "false": False}.get(sample, sample)
        if not self.one.is_list or (self.one.rows is None and not sample.startswith("[")):
            return sample
        try:
            return self.inside(json.loads(sample))
        except ValueError as error:
            raise self.missing(sample) from error

    def inside(self, value: object, item: Mapping[str, object] | None = None) -> object:
        """JSON with the tokens in it replaced; ``@item_no`` and alike come from `item`."""
        if isinstance(value, list):
            return [self.inside(one, item) for one in value]
        if isinstance(value, dict):
            return {key: self.inside(one, item) for key, one in value.items()}
        if isinstance(value, str) and value.startswith("@"):
            if item is not None and value[1:] in item:
                return item[value[1:]]
            return self.token(value)
        return value

    def earlier(self, rest: str) -> object:
        """A value filled before, else what stands behind the bar."""
        address, bar, otherwise = rest.partition("|")
        code, _, key = address.rpartition(".")
        found = self.context.earlier.get(code, {}).get(key)
        if found is not None:
            return found
        if not bar:
            raise self.missing(f"@from:{rest}")
        return self.value(otherwise)

    def per_item(self, rest: str) -> object:
        """One row for each item of the instrument."""
        if not self.context.items:
            raise self.missing(f"@each_item:{rest}")
        row = json.loads(rest)
        return [self.inside(row, item) for item in self.context.items]

    def token(self, token: str) -> object:
        """A day, a moment, or one of the words the context holds."""
        when = self.moment(token)
        if when is not None:
            return when
        context, word = self.context, token[1:]
        words: dict[str, object] = {
            "user": context.user,
            "laws": context.laws,
            "handlers": list(context.handlers) or None,
            "org1": context.orgs[0] if context.orgs else None,
            **context.given,
        }
        if words.get(word) is None:
            raise self.missing(token)
        return words[word]

    def moment(self, token: str) -> str | None:
        """A day or a moment as a form writes it; None when the token is none."""
        day, now = _MOMENT.fullmatch(token), _NOW.fullmatch(token)
        if day:
            on = self.context.now.date() + timedelta(
                days=_DAYS[day["day"]] + int(day["shift"] or 0)
            )
            return f"{on.isoformat()} {day['time']}" if day["time"] else on.isoformat()
        if now:
            shift = timedelta(**{_UNITS[now["unit"] or "m"]: int(now["shift"] or 0)})
            return (self.context.now + shift).strftime("%Y-%m-%d %H:%M")
        return None

"""送出提醒: by which ways somebody is told, at once or once a day, and never in his quiet hours.

All of it is the person's own choice; the hours that hold where he chose none are our proposal
(本系统建议值).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from engine.domain.plain import Plain

CHANNELS = ("mail", "sms", "webhook")


class Way(Enum):
    """不发、即时、每日汇总."""

    OFF = "off"
    AT_ONCE = "at_once"
    DIGEST = "digest"


HOURS: Mapping[str, str] = {"quiet_from": "21:00", "quiet_to": "07:30", "digest_at": "08:30"}
USUAL: Mapping[str, Way] = {"mail": Way.AT_ONCE, "sms": Way.OFF, "webhook": Way.AT_ONCE}
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One way out: at once, or gathered with others until then."""

    channel: str
    way: Way
    due_at: datetime


def choice_fault(chosen: Mapping[str, Plain]) -> str | None:
    """Why these choices cannot be kept, in Chinese; None when they can."""
    ways = {one.value for one in Way}
    for name, value in chosen.items():
        if name in CHANNELS:
            if value not in ways:
                return "每种提醒方式应为不发、即时或者每日汇总"
        elif name not in HOURS:
            return f"没有“{name}”这种提醒设置"
        elif not isinstance(value, str) or not _HOUR.fullmatch(value):
            return "时间应写成“21:00”这样"
    return None


def deliveries(
    chosen: Mapping[str, Plain], *, open_ways: frozenset[str], now: datetime
) -> list[Delivery]:
    """The ways a notice of now goes out; `open_ways` are those that exist and reach the person."""
    hours = {name: _hour(str(chosen.get(name, usual))) for name, usual in HOURS.items()}
    found = []
    for channel in CHANNELS:
        way = Way(chosen.get(channel, USUAL[channel].value))
        if channel not in open_ways or way is Way.OFF:
            continue
        wanted = now if way is Way.AT_ONCE else _next(now, hours["digest_at"])
        due_at = after_quiet(wanted, quiet_from=hours["quiet_from"], quiet_to=hours["quiet_to"])
        found.append(Delivery(channel=channel, way=way, due_at=due_at))
    return found


def after_quiet(moment: datetime, *, quiet_from: time, quiet_to: time) -> datetime:
    """`moment`, or the end of the quiet hours it falls into; `quiet_to` is no longer quiet."""
    at = moment.timetz().replace(tzinfo=None)
    if quiet_from == quiet_to:
        return moment
    if quiet_from < quiet_to:
        is_quiet = quiet_from <= at < quiet_to
    else:
        is_quiet = at >= quiet_from or at < quiet_to
    return _next(moment, quiet_to) if is_quiet else moment


def _next(moment: datetime, at: time) -> datetime:
    """The next time it is that hour, later than `moment`."""
    today = moment.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > moment else today + timedelta(days=1)


def _hour(text: str) -> time:
    return time(int(text[:2]), int(text[3:]))

"""统一身份认证的使用: how many people are matched with a provider, and when one last came by it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.queries.looking import Desk
from engine.store import tables as t
from engine.store.connection import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnUse:
    """Of one provider at one place."""

    matched: int
    used_at: datetime | None


def sign_on_use(desk: Desk, issuer: str) -> SignOnUse:
    """Who came is not told, only that somebody did."""
    table = t.sign_on_subjects.c
    query = select(func.count(), func.max(table.used_at)).where(
        table.place == desk.place, table.issuer == issuer
    )
    with reading(desk.store.engine) as connection:
        matched, used_at = connection.execute(query).one()
    return SignOnUse(matched=matched, used_at=used_at)

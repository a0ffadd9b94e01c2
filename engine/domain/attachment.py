"""附件: a file that somebody added to a case; never changed, never taken away.

What it was called may tell who complained, so its name is kept apart, sealed, and never in the log.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`kind` is what the content is (a media type), whatever it was called.

    `before_filing`: added while the complaint was being looked at, so it may name the complainant;
    only who may know him opens it.
    """

    id: str
    kind: str
    suffix: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime
    before_filing: bool = False

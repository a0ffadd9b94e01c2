"""12345 状态回传: a signed POST of number and status; nothing of what the case says."""

from dataclasses import dataclass
from pathlib import Path

from engine.notify.signed_post import post
from engine.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineTeller:
    """``{"id", "order_no", "status", "ended"}``; the same id each time it is tried."""

    address: str
    key_file: Path
    clock: Clock

    def tell(self, *, id: str, order_no: str, status: str, ended: bool) -> None:  # noqa: A002 - the message's id
        """Raises `message_not_sent` unless the hotline took it."""
        content = {"id": id, "order_no": order_no, "status": status, "ended": ended}
        time = self.clock.now().isoformat()
        post(self.address, content, key_file=self.key_file, time=time, channel="12345")

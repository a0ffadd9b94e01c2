"""短信网关、消息网关: the locality's own services, spoken to by a signed POST."""

from dataclasses import dataclass
from pathlib import Path

from engine.notify.signed_post import post
from engine.ports import Clock, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsMessenger:
    """Hands number and text to an SMS gateway: ``{"id", "mobile", "text"}``."""

    address: str
    key_file: Path
    clock: Clock

    def send(self, message: Message) -> None:
        """The same id each time it is tried, so that the gateway sends it once."""
        content = {"id": message.id, "mobile": message.to, "text": message.text}
        time = self.clock.now().isoformat()
        post(self.address, content, key_file=self.key_file, time=time, channel="短信")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessenger:
    """Hands login and subject to the office's own messenger: ``{"id", "login", "subject", …}``."""

    address: str
    key_file: Path
    clock: Clock

    def send(self, message: Message) -> None:
        """The same id each time it is tried, so that the other side shows it once."""
        content = {
            "id": message.id,
            "login": message.to,
            "subject": message.subject,
            "text": message.text,
        }
        time = self.clock.now().isoformat()
        post(self.address, content, key_file=self.key_file, time=time, channel="消息网关")

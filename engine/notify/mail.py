"""电子邮件: one message to one person over SMTP, with STARTTLS wherever the server offers it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engine.notify.refusals import MessageNotSent
from engine.ports import Message

ANSWER_SECONDS_MAX = 20
PORT, PORT_TLS = 25, 465


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMessenger:
    """``smtp://name@host:port`` (STARTTLS if offered) or ``smtps://…``; the password in a file."""

    address: str
    sender: str
    password_file: Path | None = None

    def send(self, message: Message) -> None:
        """Hand the message to the server; its id is the same each time it is tried."""
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = message.to
        mail["Subject"] = message.subject
        mail["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        mail.set_content(message.text)
        try:
            with self._server() as server:
                server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            raise MessageNotSent(channel="电子邮件", reason=type(error).__name__) from error

    def _server(self) -> smtplib.SMTP:
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or PORT_TLS, timeout=ANSWER_SECONDS_MAX, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or PORT, timeout=ANSWER_SECONDS_MAX)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username and self.password_file is not None:
            word = self.password_file.read_text(encoding="utf-8").strip()
            server.login(unquote(parts.username), word)
        return server

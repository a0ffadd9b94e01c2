"""设置: what differs between installations, each ``ZHIJIAN_<NAME>`` in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from engine.errors import Refusal

PREFIX = "ZHIJIAN_"


class SettingUnknown(Refusal):
    """An environment variable of ours that nobody reads: a misspelling must not pass unseen."""

    code = "setting_unknown"
    what = "不认识的设置“{name}”。"
    mend = "请核对拼写；可用的设置：{known}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What differs between installations; each is ``ZHIJIAN_<NAME>`` in the environment."""

    database: str = "sqlite:///var/zhijian.db"
    files: str = "var/files"
    key_file: str = "var/keys/identity.key"
    fonts: str = ""
    definitions: str = "."
    verify_states: str = ""
    soffice: str = ""
    """LibreOffice's program for templates our typesetter cannot set; empty = the system's."""
    seals: str = ""
    """Folder of seal pictures (``<place>/special.png`` …); empty = stamped by hand."""
    seal_service: str = ""
    """Address of a certified seal service (电子印章); empty = none."""
    certificate: str = ""
    """PKCS#12 file of the organisation to sign PDFs with, where there is no seal service."""
    address: str = "http://127.0.0.1:8000"
    """Where the public reaches us; printed on documents for verification."""

    sign_on: str = ""
    """JSON file of the single sign-on of each place (统一身份认证); empty = none."""
    mail_server: str = ""
    """``smtp://name@host:port`` or ``smtps://…``; empty = no mail leaves."""
    mail_from: str = ""
    mail_password_file: str = ""
    sms_service: str = ""
    """Address of an SMS gateway; empty = none. The key both sides know lies in a file."""
    sms_key_file: str = ""
    hotline: str = ""
    """Address of the hotline's system (12345) for status back; empty = none."""
    hotline_key_file: str = ""
    """The key both sides know; without it no work order is taken in."""
    webhook: str = ""
    """Address of the office's own messenger; empty = none."""
    webhook_key_file: str = ""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings of this process; refuses `setting_unknown`."""
    known = {field.name for field in fields(Settings)}
    given = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in known:
            listed = "、".join(f"{PREFIX}{one.upper()}" for one in sorted(known))
            raise SettingUnknown(name=name, known=listed)
        given[key] = value
    return Settings(**given)

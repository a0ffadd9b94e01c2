"""对接系统: programs of other offices prove by a shared key that a request is theirs and fresh."""

import hmac
from datetime import datetime, timedelta
from pathlib import Path

from flask import request

from engine.notify.signed_post import signature
from engine.wiring import House
from webui.refusals import ConnectorUnknown, NoSuchPage

FRESH = timedelta(minutes=5)


def check_connector(house: House) -> None:
    """Refuses `connector_unknown` unless the request is signed with the key, lately."""
    if not house.settings.hotline_key_file:
        raise NoSuchPage
    sent_at = request.headers.get("X-Zhijian-Time", "")
    try:
        age = abs(house.office.clock.now() - datetime.fromisoformat(sent_at))
    except (ValueError, TypeError) as error:
        raise ConnectorUnknown from error
    key = Path(house.settings.hotline_key_file).read_bytes().strip()
    expected = signature(key, time=sent_at, body=request.get_data())
    given = request.headers.get("X-Zhijian-Signature", "")
    if age > FRESH or not hmac.compare_digest(expected.encode(), given.encode()):
        raise ConnectorUnknown

"""A signed POST: what SMS gateways and webhooks get, so that they know it is from us and fresh.

``X-Zhijian-Signature`` is HMAC-SHA256 over the time, a line break and the body, in hex, with the
key both sides keep in a file. No redirect is followed and no answer is read beyond its status.
"""

import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from engine.notify.refusals import MessageNotSent

ANSWER_SECONDS_MAX = 10
TAKEN = range(200, 300)


def signature(key: bytes, *, time: str, body: bytes) -> str:
    """What proves that `body` was sent by whoever holds the key, at that time."""
    return hmac.new(key, time.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def post(
    address: str, content: Mapping[str, object], *, key_file: Path, time: str, channel: str
) -> None:
    """POST `content` as JSON; raises `message_not_sent` unless it was taken."""
    body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS_MAX)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Zhijian-Time": time,
        "X-Zhijian-Signature": signature(key_file.read_bytes().strip(), time=time, body=body),
    }
    try:
        connection.request("POST", parts.path or "/", body=body, headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise MessageNotSent(channel=channel, reason=type(error).__name__) from error
    finally:
        connection.close()
    if status not in TAKEN:
        raise MessageNotSent(channel=channel, reason=f"HTTP {status}")

"""A seal service on this machine that speaks a real one's interface: PDF in, sealed out."""

import base64
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SEALED = b"\n%sealed by the double\n"
OFD = b"PK\x03\x04 an OFD of the double"


class Service:
    """What it was asked; `answer` may be set to answer something else."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: tuple[int, bytes] | None = None

    def reply(self, order: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(order)
        if self.answer is not None:
            return self.answer
        pdf = base64.b64decode(order["pdf"])
        if hashlib.sha256(pdf).hexdigest() != order["sha256"]:
            return 400, b"{}"
        files = {"pdf": pdf + SEALED, "ofd": OFD}
        text = {name: base64.b64encode(content).decode() for name, content in files.items()}
        return 200, json.dumps(text).encode()


@contextmanager
def seal_service() -> Iterator[tuple[str, Service]]:
    """Address and service, until left."""
    service = Service()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            status, text = service.reply(json.loads(self.rfile.read(length)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/seal", service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

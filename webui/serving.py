"""`zhijian serve`: one process, a few threads, a bell for the machine's own work."""

import structlog
import waitress

from engine.wiring import Settings, open_house, start_bell
from webui.app import create_app

THREADS = 8
CONNECTIONS_MAX = 200
LOOPBACK = "127.0.0.1"


def serve(settings: Settings, *, host: str = LOOPBACK, port: int = 8000) -> None:
    """Serve until the process is stopped; documents are rendered and timers ring meanwhile."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )
    house = open_house(settings)
    bell = start_bell(house, owner=f"web-{port}")
    try:
        waitress.serve(
            create_app(house),
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS_MAX,
            ident="zhijian",
        )
    finally:
        bell.stop()

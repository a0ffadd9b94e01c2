"""The log for machines: one line of JSON for each event, with ids and codes and nothing else.

No name, no number of a person, no form, no text of an error (it may hold what somebody typed): of
an error nobody foresaw, its kind and its place. Times are in UTC.
"""

import structlog


def write_json_lines() -> None:
    """Let this process write its log to standard output; called once, where the process begins."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


def kind_and_place(error: BaseException) -> dict[str, str]:
    """What may be told of an error: its type, and the file and line it came from."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return {"kind": type(error).__name__, "at": place}

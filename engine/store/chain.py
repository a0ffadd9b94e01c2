r"""The hash chain of a case log, and its check.

``hash = SHA-256(previous hash + "\n" + canonical JSON of the line)``; the head stands on the case
row, so that a cut-off tail shows. The check reads rows and standard library only: an auditor can
run it, or write his own, without any other part of the system.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FIRST = "0" * 64
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line_hash(previous: str, line: Mapping[str, object]) -> str:
    """The hash of a line that follows `previous`; `line` holds plain values only."""
    text = CANONICAL.encode(line)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A line as it lies in the table."""

    seq: int
    content: Mapping[str, object]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """What is wrong with a log: at which line, and in Chinese."""

    case_id: str
    seq: int
    what: str


def faults(
    case_id: str, lines: Iterable[KeptLine], *, head_seq: int, head_hash: str
) -> Iterator[ChainFault]:
    """Every break of the chain: edited, missing, reordered or cut-off lines."""
    previous = FIRST
    seq = 0
    for line in lines:
        seq += 1
        if line.seq != seq:
            yield ChainFault(case_id=case_id, seq=seq, what=f"缺少第{seq}条，或者次序有变")
            seq = line.seq
        if line.previous_hash != previous:
            yield ChainFault(case_id=case_id, seq=seq, what="与上一条不相接")
        if line_hash(line.previous_hash, line.content) != line.hash:
            yield ChainFault(case_id=case_id, seq=seq, what="内容被改动")
        previous = line.hash
    if (seq, previous) != (head_seq, head_hash):
        yield ChainFault(case_id=case_id, seq=head_seq, what="日志末尾与案件封面所记不符")

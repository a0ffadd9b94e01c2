"""查询码: what is told to the person once, and what is kept of it."""

import hashlib

QUERY_CODE_LENGTH = 12
"""Characters of a query code: 60 bits, told to the person once."""


def query_code_hash(place: str, query_code: str) -> str:
    """What is kept of a query code (查询码): finds the case, does not tell the code."""
    spoken = query_code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(f"query code\0{place}\0{spoken}".encode()).hexdigest()

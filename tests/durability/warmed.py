"""Imported once by the server that hands are forked from: a hand begins to work at once."""

from tests.durability.yard import release

release()

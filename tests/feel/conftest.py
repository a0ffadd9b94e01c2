"""Fixtures of the expression tests."""

import pytest

from tests.feel import feelin_setup


@pytest.fixture(scope="session")
def browser():
    """The browser's evaluator: a function from questions to answers."""
    feelin_setup.install()
    return feelin_setup.ask

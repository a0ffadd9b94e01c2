"""A bureau for all these tests, and windows that must end without a fault."""

from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.bureau import PASSWORD, QUICK_HASH, Bureau, open_bureau
from tests.browser.window import Window

CHROMIUM = "/usr/bin/chromium"
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
PATIENCE_MS = 20_000
NUMBERS = count(1)

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def bureau(postgres_server, tmp_path_factory) -> Iterator[Bureau]:
    name = f"browser_{next(NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    address = postgres_server.replace("/postgres?", f"/{name}?")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webui.passwords.hasher", QUICK_HASH, raising=False)
        with open_bureau(address, tmp_path_factory.mktemp("bureau")) as opened:
            yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(bureau, chromium) -> Iterator[OpenWindow]:
    """Open windows; at the end none of them may have complained."""
    expect.set_options(timeout=PATIENCE_MS)
    opened: list[Window] = []

    def open_window(
        login: str | None = None,
        *,
        phone: bool = False,
        dark: bool = False,
        other: Bureau | None = None,
    ) -> Window:
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale="zh-CN",
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(PATIENCE_MS)
        one = Window(context=context, base=(other or bureau).address)
        opened.append(one)
        if login is not None:
            one.log_in(login, PASSWORD)
        return one

    yield open_window
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []

"""How long does somebody wait for his list in the browser, with a million open items of others?

Chromium opens the app over loopback and is timed from the key or click until the rows are drawn:
the list opened anew, the next page, a search typed. Somebody with some 160 items, and the clerk of
`bench/inbox_filling.py` who shares a pool of 10,000. The floor is the smallest question of the API.

    python bench/inbox_seen.py [--items 1000000] [--people 5000] [--times 20] [--only postgres]
                               [--kept folder]
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import measuring
from bench.inbox_filling import CLERK, PASSWORD, Place, filled
from webui.app import create_app

CHROMIUM = "/usr/bin/chromium"
SOMEBODY = 1
PATIENCE_MS = 60_000
WORDS = "云雀街道"


@contextmanager
def served(place: Place) -> Iterator[str]:
    """Address of the app before this place."""
    server = make_server("127.0.0.1", 0, create_app(place.house), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def seen(page: Page, address: str, number: int, tab: str, times: int) -> dict[str, object]:
    """Milliseconds until the rows stand there."""
    page.goto(f"{address}/login")
    page.get_by_label("账号").fill(f"person{number}")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    found: dict[str, list[float]] = {"floor": [], "opened": [], "next page": [], "search": []}
    for _ in range(times):
        found["floor"].append(timed(lambda: page.request.get(f"{address}/api/v1/places"), page, ""))
        found["opened"].append(timed(lambda: page.goto(f"{address}/?tab={tab}"), page, "第1页"))
        following = page.get_by_role("listitem", name="第 2 页")
        button = following if following.count() else page.locator(".el-pager .number").nth(1)
        found["next page"].append(timed(button.click, page, "第2页"))
        page.get_by_label("搜索", exact=True).fill(WORDS)
        enter = page.get_by_role("button", name="查询").click
        found["search"].append(timed(enter, page, "第1页"))
    return {name: measuring.spread(each, 1) for name, each in found.items()}


def timed(deed: Callable[[], object], page: Page, shown: str) -> float:
    begun = time.perf_counter()
    deed()
    if shown:
        page.locator("p.hint", has_text=shown).wait_for()
        page.locator("tbody tr").first.wait_for()
    return (time.perf_counter() - begun) * 1000


def measure(name: str, arguments) -> dict[str, object]:
    with (
        filled(name, arguments.items, arguments.people, arguments.kept) as place,
        served(place) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        found = {}
        for who, number, tab in (("somebody", SOMEBODY, "todo"), ("clerk", CLERK, "claim")):
            context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            found[who] = seen(page, address, number, tab, arguments.times)
            context.close()
        browser.close()
    return {"items": arguments.items, "people": arguments.people, "ms": found}


def main() -> None:
    arguments = measuring.asked(__doc__, items=1_000_000, people=5_000, times=20, kept="")
    measuring.keep("inbox_seen", {name: measure(name, arguments) for name in arguments.databases})


if __name__ == "__main__":
    main()

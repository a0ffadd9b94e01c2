"""Chromium 88, as old as the browsers of this field's offices, opens every address of the app."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.bureau import PASSWORD
from tests.feel.feelin_setup import node

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "old_chromium"
UNPACKED = ROOT / "var" / "chromium-88"
SECONDS_MAX = 1_200
PEOPLE = ("section_head", "sys_admin", "process_designer", "org_liaison")
A_REFUSAL = "the server responded with a status of"


def every_address(bureau):
    """The addresses in each area's ``routes.ts``; what stands for something is filled in."""
    young = bureau.young
    item = next(iter(young.case().items_of(young.case().open_visits[-1].id))).id
    clock = next(iter(bureau.grown.case().clocks))
    known = {"/cases/:id": bureau.grown.case_id, "/items/:id": item, ":step": "P1.1"}
    found = []
    for area in sorted((ROOT / "webui/frontend/src/pages").glob("*/routes.ts")):
        above = ""
        for path in re.findall(r"path: '([^']*)'", area.read_text(encoding="utf-8")):
            if path.startswith("/"):
                above = path
            full = path if path.startswith("/") else f"{above}/{path}".rstrip("/")
            for named, value in known.items():
                full = full.replace(named, named.rpartition("/")[0] + "/" + value).replace(
                    "//", "/"
                )
            full = full.replace(":clock", clock).replace(":rest(.*)*", "nowhere")
            found.append(re.sub(r":\w+", "unknown", full))
    return found


@pytest.fixture(scope="module")
def visits(bureau):
    paths = every_address(bureau)
    asked = {
        "folder": str(UNPACKED),
        "base": bureau.address,
        "people": [
            {"login": None, "paths": ["/login"]},
            *({"login": one, "password": PASSWORD, "paths": paths} for one in PEOPLE),
        ],
    }
    program = shutil.which("node") or node()
    answer = subprocess.run(
        [program, str(HERE / "visit.mjs")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return json.loads(answer.stdout)


def test_the_browser_is_the_old_one(visits):
    assert visits["version"].startswith("HeadlessChrome/88.")


def test_every_address_opens_and_nothing_is_complained_of(bureau, visits):
    faults = {one for visit in visits["visits"] for one in visit["faults"] if A_REFUSAL not in one}
    assert not faults, "\n".join(sorted(faults))
    for visit in visits["visits"][1:]:
        assert [one["path"] for one in visit["opened"]] == every_address(bureau)
        assert all(one["words"] for one in visit["opened"])

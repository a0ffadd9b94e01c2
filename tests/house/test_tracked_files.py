"""Names, sizes and contents of the files this project keeps."""

import re
import tomllib

import pytest

from tests.house.tracked import ROOT, text_of, tracked_files

BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "misc",
    "service",
}
SERVICE_AS_LAW_MEANS_IT = "送达"  # the only thing that may be called service
LINES_MAX = 400
CODE = {".py", ".vue", ".ts", ".js", ".mjs", ".css"}
TOP_LEVEL = set(
    ".ci .gitattributes .gitignore LICENSE Makefile README.md README.zh.md "
    "bench docs engine forms processes pyproject.toml tests webui".split()
)

# Written as patterns, so that this file does not name what it forbids.
_HOSTS = re.compile(
    r"registry\.npmjs|npm[m]irror|pypi\.org|python[h]osted|tuna\.tsinghua|mirrors\.(aliyun|ustc|cloud)"
)
_MACHINE_PATHS = re.compile(r"(?<![\w.)}~-])/(work|farm|root|home|Users|opt)/\w")
_LOCAL_WHEELS = re.compile(r"file:///?\w|--(extra-)?index-url|--find-links")


def _modules():
    return [path for path in tracked_files() if path.suffix in CODE]


def test_a_file_is_named_by_what_it_knows_never_by_its_kind():
    def banned(path):
        words = set(re.split(r"[_.-]", path.stem.lower()))
        found = words & BANNED_NAMES
        if found == {"service"} and SERVICE_AS_LAW_MEANS_IT in text_of(path):
            return set()
        return found

    folders = {folder.name for path in tracked_files() for folder in path.parents}
    assert not {str(path): found for path in _modules() if (found := banned(path))}
    assert not folders & BANNED_NAMES


def test_a_file_over_four_hundred_lines_hides_a_second_noun():
    # A step of the database is a list, written once and never changed after.
    read_again = [path for path in _modules() if "migrations" not in path.parts]
    lines = {str(path): len(text_of(path).splitlines()) for path in read_again}
    long = {path: count for path, count in lines.items() if count > LINES_MAX}
    assert not long


def test_the_top_level_holds_what_the_map_shows():
    assert {path.parts[0] for path in tracked_files()} <= TOP_LEVEL


def test_no_file_names_a_registry_or_a_place_on_one_machine():
    found = set()
    for path in tracked_files():
        text = text_of(path)
        for pattern in (_HOSTS, _MACHINE_PATHS):
            found |= {f"{path}: {match.group()}" for match in pattern.finditer(text)}
    assert not found


@pytest.mark.parametrize("name", [".ci/requirements.lock"])
def test_the_lock_pins_every_package_with_its_hashes(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9.-]+)==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    loose = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert len(pinned) == len(loose)
    assert not _LOCAL_WHEELS.search(text)


def test_the_lock_holds_every_package_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    lock = (ROOT / ".ci/requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE))
    names = {
        re.split(r"[\[<>=]", one)[0].lower().replace(".", "-").replace("_", "-") for one in asked
    }
    assert not names - locked


@pytest.mark.parametrize(
    "path", [p for p in tracked_files() if p.name == "package-lock.json"], ids=str
)
def test_a_lock_of_node_packages_pins_hashes_and_names_no_host(path):
    text = text_of(path)
    assert '"integrity": "sha512-' in text
    told = r'"(url|funding|homepage|license)": "[^"]*"|"funding": \[[^]]*\]'
    assert "://" not in re.sub(told, "", text)

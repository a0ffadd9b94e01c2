"""A release as a ZIP: equal releases are equal bytes; nothing doubtful comes back in."""

import io
import stat
import zipfile
from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.bundle import (
    MANIFEST,
    BundleRefused,
    from_bundle,
    publication_of,
    to_bundle,
)
from engine.definitions.release import Release, load_release, release_from
from engine.errors import Refusal
from tests.definitions.conftest import GOLDEN


@pytest.fixture(scope="module")
def release(golden_files: Mapping[str, bytes]) -> Release:
    return release_from(golden_files, "510116")


@pytest.fixture(scope="module")
def bundle(release: Release) -> bytes:
    return to_bundle(release)


def entries_of(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        return {info.filename: packed.read(info) for info in packed.infolist()}


def packed(entries: Mapping[str, bytes], *, link: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for path, data in entries.items():
            info = zipfile.ZipInfo(path)
            if path == link:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            target.writestr(info, data)
    return out.getvalue()


def test_a_bundle_comes_back_as_the_same_release_and_the_same_bytes(
    release: Release, bundle: bytes
):
    again = from_bundle(bundle)
    assert again == release
    assert dict(again.sources) == dict(release.sources)
    assert to_bundle(again) == bundle


def test_equal_releases_are_equal_bytes(golden_files: Mapping[str, bytes], bundle: bytes):
    shuffled = {path: golden_files[path] for path in sorted(golden_files, reverse=True)}
    assert to_bundle(release_from(shuffled, "510116")) == bundle


def test_entries_are_sorted_and_dated_1980(bundle: bytes):
    with zipfile.ZipFile(io.BytesIO(bundle)) as target:
        infos = target.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_said_when_publishing_travels_along(release: Release, bundle: bytes):
    told = {"made_by": "wangsl", "approved_by": "lisl", "changes": "立案通知改用新样式"}
    published = to_bundle(release, publication=told)
    assert publication_of(published) == told
    assert publication_of(bundle) == {}
    assert from_bundle(published) == release


def test_calendar_and_scenarios_travel_for_reading(release: Release, bundle: bytes):
    again = from_bundle(bundle)
    assert again.calendar == release.calendar
    assert set(again.scenarios) == {"straight-through.yaml"}


PLACE = "processes/510116-shuangliu/place.yaml"


@pytest.mark.parametrize(
    "change",
    [
        {PLACE: b"title: x\n"},
        {"processes/510116-shuangliu/../../x": b"x"},
        {"/etc/passwd": b"x"},
        {"notes.txt": b"x"},
        {"processes/510116-shuangliu/filing/limits.yaml": b"# not in the manifest\n"},
        {PLACE: None},
        {MANIFEST: None},
        {MANIFEST: b"[]"},
        {MANIFEST: b"{"},
        {MANIFEST: b"{}"},
    ],
    ids=[
        *("content", "dots", "root", "stray", "unlisted", "missing", "unsigned"),
        *("list", "broken", "empty"),
    ],
)
def test_a_changed_bundle_is_refused(bundle: bytes, change: dict[str, bytes | None]):
    entries = {**entries_of(bundle), **change}
    kept = {path: data for path, data in entries.items() if data is not None}
    with pytest.raises(BundleRefused):
        from_bundle(packed(kept))


@pytest.mark.parametrize(
    ("path", "data", "fault"),
    [
        (PLACE, b"title: x\n", "内容与清单的散列值不符"),
        ("processes/510116-shuangliu/filing/limits.yaml", b"# x\n", "清单里没有这个文件"),
    ],
)
def test_a_refused_bundle_names_the_file(bundle: bytes, path: str, data: bytes, fault: str):
    with pytest.raises(BundleRefused) as refused:
        from_bundle(packed({**entries_of(bundle), path: data}))
    assert refused.value.details == {"path": path, "fault": fault}


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"place":"510116"', b'"place":"510117"'), (b'"format":1', b'"format":2')],
)
def test_a_changed_manifest_is_refused(bundle: bytes, old: bytes, new: bytes):
    entries = entries_of(bundle)
    entries[MANIFEST] = entries[MANIFEST].replace(old, new)
    with pytest.raises(BundleRefused):
        from_bundle(packed(entries))


def test_another_name_for_the_same_content_is_refused(bundle: bytes, release: Release):
    entries = entries_of(bundle)
    other = release.id[:-1] + ("0" if release.id[-1] != "0" else "1")
    entries[MANIFEST] = entries[MANIFEST].replace(release.id.encode(), other.encode())
    with pytest.raises(BundleRefused):
        from_bundle(packed(entries))


def test_a_link_is_refused(bundle: bytes):
    with pytest.raises(BundleRefused):
        from_bundle(packed(entries_of(bundle), link=PLACE))


@cache
def golden_bundle() -> bytes:
    return to_bundle(load_release(GOLDEN, "510116"))


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_damaged_bundle_is_refused_or_the_same(at: int, flip: int):
    bundle = golden_bundle()
    damaged = bytearray(bundle)
    damaged[at % len(bundle)] ^= flip
    try:
        again = from_bundle(bytes(damaged))
    except Refusal:
        return
    assert to_bundle(again) == bundle

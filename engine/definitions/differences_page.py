"""The page of all places' differences (docs/localities.md), made from the definitions alone."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from engine.definitions.differences import Difference, differences
from engine.definitions.release import Release

INTRODUCTION = """# 各地差异

由定义文件生成，请不要手改。每个地方只列与上一级不同之处；没有列出的，与上一级相同。
“出处”写条文的，是该地的规定；写**本系统建议值**的，不是法律规定，由当地确认或者改动。
"""
NATIONAL = "national"


def page_of_differences(releases: Mapping[str, Release]) -> str:
    """The whole page; `releases` by place code, national among them, in the order to be shown.

    Each place is compared with the nearest ancestor that is among them.
    """
    parts = [INTRODUCTION]
    for code, release in releases.items():
        parent = _parent(release, releases)
        if parent is not None:
            parts.append("\n".join(_section(code, release, parent)))
    return "\n".join(parts)


def _parent(release: Release, releases: Mapping[str, Release]) -> Release | None:
    for folder in release.lineage[1:]:
        found = releases.get(folder.partition("-")[0])
        if found is not None:
            return found
    return None


def _section(code: str, release: Release, parent: Release) -> Iterator[str]:
    yield f"## {release.place_info.title}（{code}）\n"
    found = differences(release, parent)
    title = parent.place_info.title
    if not found:
        yield f"与{title}相同。\n"
        return
    yield f"与{title}不同之处 {len(found)} 项。\n"
    for topic, group in groupby(found, key=lambda one: one.topic):
        yield from _table(topic, list(group), title)


def _table(topic: str, rows: Sequence[Difference], title: str) -> Iterator[str]:
    yield f"### {topic}\n"
    yield f"| 事项 | 本地 | {title} | 出处 |"
    yield "|---|---|---|---|"
    for one in rows:
        yield "| " + " | ".join(_cell(text) for text in _texts(one)) + " |"
    yield ""


def _texts(one: Difference) -> tuple[str, ...]:
    source = f"**{one.source}**" if one.is_our_proposal else one.source
    return one.what, one.here, one.there, source


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")

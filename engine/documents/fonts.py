"""Which font draws what: a role (仿宋 小标宋 楷体 黑体 宋体) → a chain of families.

Two packages bring Noto Serif SC, Noto Sans SC and Noto Sans CJK (SIL Open Font License), so that
a fresh machine can set every document. Fonts in the installation's own folder go before them: put
仿宋_GB2312 there, or what `fetch_fonts.sh` unpacks, and the next start uses it.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import typst

from engine.documents.glyph_cover import characters_of
from engine.documents.typst_source import literal

FONT_PACKAGES = ("pylopdf_fonts_zh_cn", "noto_cjk_sans_otc")
LAST_RESORT = ("Noto Serif SC", "Noto Sans CJK SC")
"""Ends every chain: the first draws all common characters, the second those of GB 18030 level 3."""
CHAINS: Mapping[str, Sequence[str]] = {
    "FS": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "FZFangSong-Z02",
        "Zhuque Fangsong (technical preview)",
        "FandolFang R",
        "LXGW WenKai",
    ),
    "XBS": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "Noto Serif CJK SC"),
    "KT": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "FandolKai", "LXGW WenKai"),
    "HT": ("SimHei", "FandolHei", "Noto Sans SC", "Noto Sans CJK SC"),
    "ST": ("SimSun", "FZShuSong-Z01", "Noto Serif SC"),
}
BOLD_FROM = 600
TITLE_WEIGHT = 600
TITLE_THICKENING = 0.018
"""Outline, in em, that makes a regular Song as heavy as 小标宋 where no such face is installed."""
_HEAVY_FAMILIES = frozenset({"FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体"})
_INVISIBLE = frozenset("\n\t \u3000\u00a0\u200b")


@dataclass(frozen=True, kw_only=True)
class FontSet:
    """The fonts of one installation; `folders` are searched in order, first come first served."""

    folders: tuple[Path, ...]

    @cached_property
    def library(self) -> typst.Fonts:
        """The fonts as Typst reads them; may be shared between threads."""
        return typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in self.folders],
        )

    @cached_property
    def weights(self) -> dict[str, set[int]]:
        """The weights each family has."""
        found: dict[str, set[int]] = {}
        for font in self.library.fonts():
            found.setdefault(font.family, set()).add(font.weight)
        return found

    def chain(self, role: str) -> tuple[str, ...]:
        """The families that draw a role here, best first."""
        wanted = dict.fromkeys((*CHAINS[role], *LAST_RESORT))
        return tuple(family for family in wanted if family in self.weights)

    @cached_property
    def prelude(self) -> str:
        """Typst definitions of the roles."""
        return "".join(f"#let {role} = {self._role(role)}\n" for role in CHAINS)

    def _role(self, role: str) -> str:
        chain = self.chain(role)
        first = self.weights.get(chain[0], set()) if chain else set()
        has_bold = any(weight >= BOLD_FROM for weight in first)
        heavy = role == "XBS" and bool(chain) and (chain[0] in _HEAVY_FAMILIES or has_bold)
        weight = TITLE_WEIGHT if role == "XBS" and has_bold else 400
        thicken = TITLE_THICKENING if role == "XBS" and not heavy else 0
        families = ", ".join(literal(family) for family in chain)
        return (
            f"(families: ({families},), weight: {weight}, thicken: {thicken}, "
            f"has_bold: {str(has_bold).lower()})"
        )

    @cached_property
    def drawn(self) -> frozenset[int]:
        """All code points some face of a chain draws."""
        families = {family for role in CHAINS for family in self.chain(role)}
        faces = {
            (Path(font.path), font.index)
            for font in self.library.fonts()
            if font.path is not None and font.family in families
        }
        return frozenset().union(*(characters_of(path, index) for path, index in faces))

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font draws (字库缺字), in code order."""
        wanted = set(text) - _INVISIBLE
        return tuple(sorted(char for char in wanted if ord(char) not in self.drawn))


def installed_fonts(own_folder: Path | None = None) -> FontSet:
    """The fonts of the installation's own folder, where there is one, then of the packages."""
    folders = [own_folder] if own_folder is not None and own_folder.is_dir() else []
    for package in FONT_PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            folders += [Path(place) for place in spec.submodule_search_locations]
    return FontSet(folders=tuple(folders))

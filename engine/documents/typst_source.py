"""Writes Typst: literals nothing can leave, lengths, and the functions our pages are set with."""

import re

LONG_WORD = 25
"""Words of so many characters may be broken anywhere; shorter ones stay whole."""
_LONG_WORD = re.compile(rf"[\x21-\x7e]{{{LONG_WORD},}}")
_PIECE = re.compile(r".{4}(?=.)")

PRELUDE = """
#let thick(role, fill) = if role.thicken == 0 { (:) } else {
  (stroke: role.thicken * 1em + fill)
}
#let bolder(role, fill) = if role.has_bold { (weight: "bold") } else { (stroke: 0.022em + fill) }
#let r(role, size, bold: false, fill: black, tracking: 0pt, body) = text(
  font: role.families, weight: role.weight, size: size, fill: fill, tracking: tracking,
  ..thick(role, fill), ..if bold { bolder(role, fill) }, body,
)
#let u(body) = underline(offset: 2.5pt, stroke: 0.6pt, evade: false, body)
#let p(
  size, up, down, to: left, justified: false, first: 0pt, hang: 0pt, inside: (0pt, 0pt),
  above: 0pt, below: 0pt, lines: (:), gaps: (:), keep: false, over: (), body,
) = block(width: 100%, above: 0pt, below: 0pt, sticky: keep, {
  if above != 0pt { v(above) }
  pad(left: inside.at(0), right: inside.at(1), block(
    width: 100%, above: 0pt, below: 0pt, stroke: lines, inset: gaps, {
      set text(size: size, top-edge: up, bottom-edge: down)
      set par(leading: 0pt, spacing: 0pt, justify: justified, hanging-indent: hang,
        linebreaks: "simple")
      if body == none { v(up - down) } else {
        align(to, par({ if first != 0pt { h(first) }; body }))
      }
    }))
  for (side, x, y, picture) in over { place(top + side, dx: x, dy: above + y, picture) }
  if below != 0pt { v(below) }
})
#let strut(height) = table.cell(
  stroke: none, inset: 0pt, block(height: height, width: 0pt, breakable: false),
)
"""


def literal(text: str) -> str:
    """A Typst string literal that prints exactly `text`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "").replace("\t", " ") + '"'


def breakable(text: str) -> str:
    """`text` with places to break in words no line could hold, such as long links."""
    return _LONG_WORD.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word.group()), text)


def points(length: float) -> str:
    """A length in points, without needless digits."""
    return f"{length:.2f}".rstrip("0").rstrip(".") + "pt"


def rgb(color: str) -> str:
    """A colour of six hex digits; anything else is black."""
    good = len(color) == len("rrggbb") and all(digit in "0123456789abcdefABCDEF" for digit in color)
    return f'rgb("#{color}")' if good else "black"


def dictionary(entries: dict[str, str]) -> str:
    """A Typst dictionary of already written values; empty stays a dictionary."""
    if not entries:
        return "(:)"
    return "(" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + ")"

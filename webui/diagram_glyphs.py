"""The small marks of BPMN, drawn around a middle point, and Chinese text broken into lines."""

from collections.abc import Sequence
from html import escape

CHARACTER, NARROW = 1.0, 0.56
"""Widths in ems of a Chinese and of a Latin character."""

FIRST_WIDE = "\u2e80"
UPRIGHT = str.maketrans("（）、，", "︵︶︑︐")


def em_width(text: str) -> float:
    """About how wide a text is, in ems."""
    return sum(CHARACTER if one >= FIRST_WIDE else NARROW for one in text)


def wrapped(text: str, ems: float, lines_max: int) -> list[str]:
    """`text` in lines of at most `ems`; what does not fit ends with …"""
    lines, line = [], ""
    for one in text:
        if line and em_width(line + one) > ems and one not in "）。，、？；：":
            lines.append(line)
            line = ""
        line += one
    lines.append(line)
    if len(lines) > lines_max:
        lines = [*lines[: lines_max - 1], f"{lines[lines_max - 1][:-1]}…"]
    return lines


def text_lines(
    lines: Sequence[str], middle: tuple[float, float], size: float, css: str = "name"
) -> str:
    """Centred lines around a middle point."""
    x, y = middle
    step = size * 1.25
    top = y - step * (len(lines) - 1) / 2 + size * 0.36
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{top + step * number:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text class="{css}" font-size="{size:g}" text-anchor="middle">{spans}</text>'


def vertical_text(name: str, middle: tuple[float, float], height: float, size: float) -> str:
    """A Chinese name from top to bottom, in two columns where one is too short."""
    name = name.translate(UPRIGHT)
    fits = max(1, int(height / (size * 1.12)))
    parts = 1 if len(name) <= fits else 2
    each = -(-len(name) // parts)
    pieces: list[str] = []
    for part in range(parts):
        part_of_name = name[part * each : (part + 1) * each]
        x = middle[0] + (0 if parts == 1 else (0.5 - part) * size * 1.15)
        top = middle[1] - size * 1.12 * (len(part_of_name) - 1) / 2 + size * 0.36
        pieces.extend(
            f'<tspan x="{x:.1f}" y="{top + size * 1.12 * number:.1f}">{escape(one)}</tspan>'
            for number, one in enumerate(part_of_name)
        )
    spans = "".join(pieces)
    return f'<text class="lane-name" font-size="{size:g}" text-anchor="middle">{spans}</text>'


def person(x: float, y: float) -> str:
    """A user task: head and shoulders."""
    return (
        f'<g class="glyph" transform="translate({x:.1f} {y:.1f})">'
        '<circle cx="7" cy="4" r="3.2"/>'
        '<path d="M1 14 C1 9.5 4 8.6 7 8.6 S13 9.5 13 14 Z"/></g>'
    )


def gear(x: float, y: float) -> str:
    """A script or a decision: a sheet with lines, the machine's own work."""
    return (
        f'<g class="glyph" transform="translate({x:.1f} {y:.1f})"><path d="M2 1 H12 V14 H2 Z"/>'
        '<path d="M4.5 4.5 H9.5 M4.5 7.5 H9.5 M4.5 10.5 H9.5"/></g>'
    )


def plus_box(x: float, y: float) -> str:
    """The mark of a call that hides another diagram."""
    return (
        f'<g class="glyph" transform="translate({x - 7:.1f} {y:.1f})"><path d="M0 0 H14 V14 H0 Z"/>'
        '<path d="M7 3 V11 M3 7 H11"/></g>'
    )


def cross(x: float, y: float) -> str:
    """Exactly one way (排他)."""
    a = 7.5
    return (
        f'<path class="mark" d="M{x - a:.1f} {y - a:.1f} L{x + a:.1f} {y + a:.1f}'
        f' M{x + a:.1f} {y - a:.1f} L{x - a:.1f} {y + a:.1f}"/>'
    )


def plus(x: float, y: float) -> str:
    """All ways at once (并行)."""
    a = 10
    level = f"M{x - a:.1f} {y:.1f} H{x + a:.1f}"
    return f'<path class="mark" d="{level} M{x:.1f} {y - a:.1f} V{y + a:.1f}"/>'


def ring(x: float, y: float) -> str:
    """Every way that applies (包容)."""
    return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="10"/>'


def timer(x: float, y: float) -> str:
    """A clock face."""
    return (
        f'<circle class="mark thin" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
        f'<path class="mark thin" d="M{x:.1f} {y - 6:.1f} V{y:.1f} L{x + 4.5:.1f} {y + 2.5:.1f}"/>'
    )


def envelope(x: float, y: float) -> str:
    """A message."""
    return (
        f'<path class="mark thin" d="M{x - 9:.1f} {y - 6:.1f} H{x + 9:.1f} V{y + 6:.1f}'
        f' H{x - 9:.1f} Z M{x - 9:.1f} {y - 6:.1f} L{x:.1f} {y + 1:.1f} L{x + 9:.1f} {y - 6:.1f}"/>'
    )


def escalation(x: float, y: float) -> str:
    """An arrow upwards: handed to the diagram above."""
    return (
        f'<path class="mark thin" d="M{x:.1f} {y - 9:.1f} L{x + 7:.1f} {y + 8:.1f}'
        f' L{x:.1f} {y + 2:.1f} L{x - 7:.1f} {y + 8:.1f} Z"/>'
    )


def full_stop(x: float, y: float) -> str:
    """Everything ends here."""
    return f'<circle class="mark filled" cx="{x:.1f}" cy="{y:.1f}" r="10"/>'


GATEWAY_MARKS = {"exclusiveGateway": cross, "parallelGateway": plus, "inclusiveGateway": ring}
EVENT_MARKS = {
    "timer": timer,
    "message": envelope,
    "escalation": escalation,
    "terminate": full_stop,
}


def tick(x: float, y: float) -> str:
    """Behind us (已办): a tick in a disc, legible without colour."""
    return (
        f'<g class="badge-done"><circle cx="{x:.1f}" cy="{y:.1f}" r="8"/>'
        f'<path d="M{x - 3.6:.1f} {y + 0.2:.1f} L{x - 0.8:.1f} {y + 3:.1f}'
        f' L{x + 4:.1f} {y - 2.8:.1f}"/></g>'
    )


def here(x: float, y: float) -> str:
    """Now (办理中): the word itself above the node."""
    return (
        f'<g class="badge-now"><rect x="{x - 25:.1f}" y="{y - 20:.1f}" width="50"'
        ' height="17" rx="8.5"/>'
        f'<text x="{x:.1f}" y="{y - 7.6:.1f}" font-size="11.5" text-anchor="middle">'
        "办理中</text></g>"
    )

"""The YAML files of the shipped places that editors write."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
EVERY_YAML = [
    path.relative_to(ROOT)
    for top in ("processes", "forms")
    for path in sorted((ROOT / top).rglob("*.yaml"))
    if path.name in {"place.yaml", "limits.yaml", "facts.yaml", "required.yaml", "document.yaml"}
]

"""One component of a form file where it stands, and the findings collected while a form is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.definitions.finding import Finding
from engine.definitions.form_json import JsonBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component where it stands; `key` is that of a field (the `path` of a list), else None.

    `attributes` are as written. `components` are those inside a group or of one row of a list.
    """

    type: str
    id: str
    key: str | None
    label: str
    file: str
    line: int
    attributes: Mapping[str, object]
    components: tuple["Component", ...] = ()

    @property
    def properties(self) -> Mapping[str, object]:
        """The product's own properties of it."""
        return mapping(self.attributes.get("properties"))

    def within(self) -> Iterator["Component"]:
        """Itself and everything inside it, in document order."""
        yield self
        for inner in self.components:
            yield from inner.within()


def mapping(value: object) -> Mapping[str, object]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


@dataclass(slots=True, kw_only=True)
class Findings:
    """What is wrong with one form, collected while it is read."""

    path: str
    found: list[Finding] = field(default_factory=list)

    def add(  # noqa: PLR0913  # the parts of a finding, all named
        self, code: str, *, where: str, what: str, mend: str, line: int = 0, file: str | None = None
    ) -> None:
        """Note one error."""
        self.found.append(
            Finding(code=code, file=file or self.path, line=line, what=what, mend=mend, where=where)
        )

    def at(self, component: Component, code: str, what: str, mend: str) -> None:
        """Note one error of `component`."""
        self.add(
            code,
            where=component.key or component.id,
            what=what,
            mend=mend,
            line=component.line,
            file=component.file,
        )

    def broken(self, error: JsonBroken, file: str | None = None) -> None:
        """Note that a file is no JSON."""
        self.add(error.code, where="", what=error.what, mend=error.mend, line=error.line, file=file)

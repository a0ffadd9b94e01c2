"""A designer at the canvas, and what of a drawing must not change when it is opened and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import Locator, Page, expect

from engine.definitions.diagram_xml import parse_xml
from engine.definitions.finding import Finding
from engine.definitions.process import ProcessDefinition
from engine.definitions.process_file import read_process
from engine.definitions.source_tree import PROCEDURES
from tests.browser.window import Window

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
ASK = """async ([method, path, body]) => {
  const me = await (await fetch('/api/v1/me')).json();
  const headers = {'X-Form-Token': me.form_token, 'Content-Type': 'application/json'};
  const sent = {method, headers, body: body && JSON.stringify(body)};
  const answer = await fetch('/api/v1' + path, sent);
  return answer.ok ? await answer.text() : 'REFUSED ' + await answer.text();
}"""
KEPT = "已自动保存"


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """A designer's window on one draft."""

    window: Window
    draft: str

    @classmethod
    def begun(cls, window: Window, title: str) -> "Canvas":
        """A new draft, begun as a person does."""
        page = window.go("/design")
        page.get_by_role("button", name="新建草稿").click()
        page.get_by_label("草稿的名称").fill(title)
        page.get_by_role("dialog").get_by_role("button", name="新建草稿").click()
        page.wait_for_url("**/design/drafts/*")
        return cls(window=window, draft=page.url.rpartition("/")[2].partition("?")[0])

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.window.page

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> str:
        """Ask the API as the page would; a refusal fails the test."""
        address = f"/design/drafts/{self.draft}{path}"
        answer: str = self.page.evaluate(ASK, [method, address, body])
        assert not answer.startswith("REFUSED"), answer
        return answer

    def draw(self, procedure: str, xml: str) -> str:
        """Let a drawing be the place's own; answers its path."""
        path = f"processes/510116-shuangliu/{procedure}/process.bpmn"
        self.ask("PUT", "/part", {"part": path, "content": xml, "seen": ""})
        return path

    def kept(self, path: str) -> str:
        """The file as the server has it."""
        return self.ask("GET", f"/part?part={path}")

    def open(self, path: str) -> None:
        """Open a drawing in its editor."""
        self.window.go(f"/design/drafts/{self.draft}?part={path}")
        expect(self.page.locator(".djs-palette")).to_be_visible()
        expect(self.page.get_by_label("所选元素的设置")).to_be_visible()

    def element(self, name: str) -> Locator:
        """An element of the drawing by its id."""
        return self.page.locator(f'.djs-element[data-element-id="{name}"] > .djs-hit').first

    def choose(self, name: str) -> None:
        """Choose an element on the canvas."""
        self.element(name).dispatch_event("click")
        expect(self.page.get_by_label("编号（英文，程序里用）")).to_have_value(name)

    def wait_until_kept(self) -> None:
        """Until what was drawn stands on the server."""
        expect(self.page.get_by_text(KEPT)).to_be_visible()


def meaning(xml: str, procedure: str) -> ProcessDefinition:
    """What the engine reads of a drawing, wherever in the file it stands."""
    faults: list[Finding] = []
    found = read_process(
        xml.encode(),
        file="drawn.bpmn",
        key=PROCEDURES[procedure],
        procedure=procedure,
        faults=faults,
    )
    assert found is not None, faults
    return replace(
        found,
        xml=b"",
        sha256="",
        nodes={key: replace(one, line=0) for key, one in found.nodes.items()},
        flows={key: replace(one, line=0) for key, one in found.flows.items()},
        tasks={key: replace(one, line=0) for key, one in found.tasks.items()},
        lanes=tuple(replace(one, nodes=tuple(sorted(one.nodes))) for one in found.lanes),
    )


def layout(xml: str) -> dict[str, Any]:
    """Where everything of a drawing lies, by element."""
    root = parse_xml(xml.encode(), file="drawn.bpmn")
    found: dict[str, Any] = {}
    for shape in (*root.iter(f"{DI}BPMNShape"), *root.iter(f"{DI}BPMNEdge")):
        marks = {key: shape.get(key) for key in ("isHorizontal", "isExpanded", "isMarkerVisible")}
        points = [
            {key: float(value) for key, value in each.attrib.items()}
            for each in shape.iter()
            if each.tag.endswith(("}Bounds", "}waypoint"))
        ]
        found[str(shape.get("bpmnElement"))] = (marks, points)
    return found

"""What a designer does at a draft, by what stands on the page."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

KEPT = re.compile("已自动保存")


@dataclass(kw_only=True)
class DesignHand:
    """One draft open in a window."""

    page: Page

    def begin(self, title: str) -> None:
        """Begin a draft and come to its page."""
        self.page.get_by_role("button", name="新建草稿").click()
        self.page.get_by_label("草稿的名称").fill(title)
        self.page.get_by_role("dialog").get_by_role("button", name="新建草稿").click()
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def open(self, group: str, title: str) -> None:
        """Choose a file in the tree."""
        tree = self.page.get_by_role("navigation", name="草稿的文件")
        named = self.page.locator("summary", has_text=re.compile(rf"^{group}\d+$"))
        held = tree.locator("details").filter(has=named)
        row = held.get_by_role("button", name=re.compile(f"^{re.escape(title)}"))
        if not row.is_visible():
            held.locator("summary").click()
        row.click()
        heading = self.page.locator("section.open").get_by_role("heading", name=title).first
        expect(heading).to_be_visible()

    def make_own(self) -> None:
        """Change the inherited file here."""
        self.page.get_by_role("button", name="在本地修改").click()
        expect(self.page.get_by_text(re.compile("^由您编辑"))).to_be_visible()

    def kept(self) -> None:
        """Wait until what was typed is kept."""
        expect(self.page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()

    def tab(self, name: str) -> None:
        """Another page of the draft."""
        self.page.get_by_role("navigation", name="草稿的各部分").get_by_role(
            "link", name=name
        ).click()

    # --- drawing ---------------------------------------------------------------------------

    def put_stage(self, after: str, preset: str) -> None:
        """Put a stage into the flow of that id."""
        self.page.get_by_role("button", name="查找", exact=True).click()
        self.page.locator(".djs-search-input input").press_sequentially(after)
        self.page.locator(".djs-search-input input").press("Enter")
        self.page.get_by_role("button", name="插入环节").click()
        self.page.get_by_role("menuitem", name=preset).click()

    # --- periods ---------------------------------------------------------------------------

    def set_period(self, title: str, days: int, *, start: str) -> None:
        """Set the number of a period from a day on; what began before keeps its number."""
        card = self.page.get_by_role("article", name=title, exact=True)
        card.get_by_role("button", name=re.compile("^(本地另定|修改)$")).click()
        if card.get_by_label("第2条：数字").count() == 0:
            card.get_by_role("button", name="再加一个起始日期").click()
        self._type(card.get_by_role("combobox", name="第2条：自"), start)
        number = card.get_by_label("第2条：数字")
        number.fill(str(days))
        number.press("Tab")
        card.get_by_role("button", name="写入草稿").click()
        expect(card.get_by_role("button", name="写入草稿")).to_have_count(0)

    def _type(self, field, words: str) -> None:
        field.fill(words)
        field.press("Enter")
        field.press("Tab")

    # --- forms and templates ---------------------------------------------------------------

    def add_field(self, after: str, kind: str, label: str) -> None:
        """Add a component after another and name it."""
        fields = self.page.get_by_role("region", name="表单的栏目")
        fields.get_by_role("button", name=re.compile(f"^{after}")).click()
        fields.get_by_role("button", name="添加栏目").click()
        self.page.get_by_role("menuitem", name=kind).click()
        name = self.page.get_by_label("名称", exact=True)
        name.fill(label)
        name.press("Tab")

    def property(self, label: str, words: str) -> None:
        """Set a rule of the chosen component that is text."""
        field = self.page.get_by_label(label)
        field.fill(words)
        field.press("Tab")

    def upload(self, file: Path) -> None:
        """Hand a Word template in."""
        self.page.get_by_label("选择改好的样式文件").set_input_files(file)

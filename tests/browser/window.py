"""One person at the app in a real browser; whatever the browser complains of is kept."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

FRONTEND = Path(__file__).parents[2] / "webui" / "frontend"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SERIOUS = {"serious", "critical"}
WATCH_POLICY = """addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP', event.violatedDirective, event.blockedURI, event.sourceFile))"""

SETTLE = """async () => {
  const moving = () => document.getAnimations().filter((one) =>
    one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime));
  while (moving().length) await Promise.all(moving().map((one) => one.finished.catch(() => null)));
}"""
"""Until nothing fades or slides any more; what turns for ever (a spinner) is not waited for."""


@dataclass(kw_only=True)
class Window:
    """One window: `faults` are console errors, breaches of the policy, requests to other hosts."""

    context: BrowserContext
    base: str
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)
    bytes_received: int = 0

    def __post_init__(self) -> None:
        """Watch from the first byte on."""
        self.context.add_init_script(WATCH_POLICY)
        self.page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: Any) -> None:
        expected = "the server responded with a status of" in message.text  # a refusal
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"{message.type}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.faults.append(f"elsewhere: {request.url}")

    def go(self, path: str) -> Page:
        """Open an address of the app and wait until it has its data."""
        self.page.goto(f"{self.base}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def log_in(self, login: str, password: str) -> None:
        """As a person does."""
        self.go("/login")
        self.page.get_by_label("账号").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("navigation", name="主菜单")).to_be_visible()
        self.page.wait_for_load_state("networkidle")

    def barriers(self) -> list[str]:
        """What axe finds serious on the page once it stands still: what fades has no contrast."""
        self.page.evaluate(SETTLE)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES
        )
        return [
            f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for one in found["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"][:3]
        ]

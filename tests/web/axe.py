"""What axe has against a page, in light and in dark."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A scheme changes colours and nothing else: the other rules are asked once.
LOOKS = {"light": RULES, "dark": ["color-contrast", "link-in-text-block"]}
AXE = """async ([scope, rules]) => {
  const found = await axe.run(scope, { runOnly: rules });
  return found.violations.map((one) =>
    `${one.id}: ${one.nodes.slice(0, 4).map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join(" | ")}`);
}"""


def put_axe_in(page: Page, root: Path) -> None:
    """Lets axe into a page whose browser does not mind, unless it is there."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=root / "node_modules/axe-core/axe.min.js")


def violations(page: Page, root: Path, scope: str = "html") -> list[str]:
    """What axe has against what is shown; the page is left in dark."""
    put_axe_in(page, root)
    found: list[str] = []
    for scheme, rules in LOOKS.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # the keys are the two schemes
        found += [f"{scheme}: {one}" for one in page.evaluate(AXE, [scope, rules])]
    return found

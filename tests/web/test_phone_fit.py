"""The phone for whoever sees it otherwise: letters twice as large, a small or a flat screen, colours of the system, no motion."""

from __future__ import annotations

from typing import Any

from live_browser import PHONE, comes_to
from playwright.sync_api import Page
from test_browser import SIDEWAYS
from test_phone_browser import Desk, at_step, desk, phones, write
from test_room_browser import SMALL

__all__ = ["desk", "phones"]  # fixtures

FLAT = {"width": 640, "height": 320}  # on its side; what a keyboard leaves is no higher
LARGE = "addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'))"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän " * 3 + "🙂👩‍👩‍👧‍👦 انتظرت طويلاً عند المكتب"
# What reaches over an edge of the screen, or shows less than it holds: names at the top may end in "…", the line is moved along.
CUT = """() => {
  const wide = document.documentElement.clientWidth;
  const cut = (one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.closest(".line, .vh, svg, .ph-top, textarea, [hidden]")) return false;
    const hides = ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
    return box.right > wide + 1 || box.left < -1 || (hides && one.scrollWidth > one.clientWidth + 1);
  };
  return [...document.querySelectorAll("body *")].filter(cut).map((one) => one.outerHTML.slice(0, 90));
}"""
# What can have the focus and then is covered by a bar, or looks as it did before.
UNSEEN = """() => {
  const found = [];
  const all = "main a[href], main button, main input:not([type=hidden]), main textarea, main summary";
  for (const one of document.querySelectorAll(all)) {
    if (!one.getClientRects().length || one.disabled) continue;
    one.focus();
    const box = one.getBoundingClientRect();
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 22));
    const own = one.closest("label") ?? one;
    const hides = !there || !(own.contains(there) || there.contains(own));
    if (hides) found.push(`${there?.outerHTML.slice(0, 60)} covers ${one.outerHTML.slice(0, 90)} at ${Math.round(box.top)}`);
    const rings = [one, own, one.closest(".comp")].filter(Boolean);
    const shown = rings.some((each) => getComputedStyle(each).outlineStyle !== "none");
    if (!shown) found.push(`no ring: ${one.outerHTML.slice(0, 90)}`);
  }
  document.activeElement.blur();
  scrollTo(0, 0);
  return found;
}"""


def fits(page: Page, what: str) -> None:
    """Nothing reaches out, nothing is cut, nothing that has the focus is hidden, and nothing moves by itself."""
    comes_to(lambda found: found <= 0, page.evaluate, SIDEWAYS, what=what)
    comes_to([], page.evaluate, CUT, what=what)
    page.keyboard.press("Tab")  # from here on somebody uses the keyboard
    comes_to([], page.evaluate, UNSEEN, what=what)
    comes_to(0, page.evaluate, "document.getAnimations().length", what=what)


def test_every_kind_of_step_fits_large_letters_small_and_flat_screens_and_the_systems_colours(
    desk: Desk, phones: Any
) -> None:
    ways = {
        "large letters": phones(viewport=PHONE),
        "large letters on a small screen": phones(viewport=SMALL),
        "on its side": phones(viewport=FLAT),
        "the system's colours": phones(viewport=PHONE, forced_colors="active"),
    }
    for name in ("large letters", "large letters on a small screen"):
        ways[name].add_init_script(LARGE)
        ways[name].reload()
    for kind, step in desk.steps.items():
        desk.go(kind)
        desk.post(f"/steps/{step}/timer", action="start", minutes="10")
        for name, page in ways.items():
            at_step(page, step)
            if name == "large letters" and page.locator("#text").count():
                write(page, LONG)
                page.locator("#mine-here li").first.wait_for()
            fits(page, f"{kind}, {name}")


def test_on_a_flat_screen_the_bar_leaves_the_room_to_what_is_written(desk: Desk, phones: Any) -> None:
    step = desk.go("touchpoints")
    page = phones(viewport=FLAT)
    at_step(page, step)
    page.locator("#text").focus()
    comes_to("static", page.evaluate, "getComputedStyle(document.querySelector('.ph-bar')).position")
    inside = "((box) => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector('#text').getBoundingClientRect())"
    comes_to(True, page.evaluate, inside)

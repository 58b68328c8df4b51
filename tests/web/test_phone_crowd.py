"""Many notes on a phone: the newest first and a few at a time, what others add comes by itself, what is hidden goes at once."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from live_browser import comes_to
from playwright.sync_api import Page, expect
from roomers import join, open_room, parts_of
from served import sign_in
from test_phone_browser import Desk, at_step, desk, phones, write

from touchmap.services.roomwork import Guest
from touchmap.web.phoneview import MORE_NOTES, SHOWN_NOTES

__all__ = ["desk", "phones"]  # fixtures
MANY = 130


def guest_in(house: Flask, code: str) -> Guest:
    """Somebody who writes without a page."""
    joining = parts_of(house).joining
    return joining.join(code, joining.fresh_token(), name="Bea")


def test_a_phone_shows_the_newest_notes_and_earlier_ones_by_a_plain_link(house: Flask) -> None:
    owner = open_room(sign_in(house))
    step = owner.go("touchpoints")
    ana, bea = join(house, owner.code, name="Ana"), [guest_in(house, owner.code) for _ in range(2)]
    ana.send(f"/room/{step}/note", text="My own, long ago")
    for number in range(MANY):
        writing = parts_of(house).contributing
        writing.note(
            bea[number % 2], step, f"n-{number}", {"text": f"Words {number} of a guest at the desk."}
        )

    def shown(page: str) -> list[int]:
        return [int(found) for found in re.findall(r'<p dir="auto">Words (\d+) of', page)]

    page = ana.page()
    assert shown(page) == list(range(MANY - 1, MANY - 1 - SHOWN_NOTES, -1)), "the newest first"
    assert "My own, long ago" in page, "what is one's own is always there"
    assert f"Show earlier notes: <span>{MANY - SHOWN_NOTES}</span>" in page
    assert len(ana.client.get("/room/step").data) < 12_000
    link = re.search(r'id="earlier" href="/room(\?[^"#]*)#earlier"', page)
    assert link is not None
    page = ana.page(link[1])
    assert len(shown(page)) == SHOWN_NOTES + MORE_NOTES
    assert len(shown(ana.page("?show=9999"))) == MANY
    assert len(shown(ana.page("?show=nonsense"))) == SHOWN_NOTES


def test_what_others_add_comes_without_loading_the_step_and_what_is_hidden_goes(
    desk: Desk, phones: Any
) -> None:
    step = desk.go("touchpoints")
    ana, bea = phones(service_workers="block"), phones()
    for page in (ana, bea):
        at_step(page, step)
    write(bea, "The first of Bea")
    expect(ana.locator("#others li")).to_have_text([re.compile("The first of Bea")])
    ana.route("**/room/step*", lambda route: route.abort())  # from here on nothing comes but by the stream
    for text in ("أين حقيبتي؟", "Second 🙂", "<b>Third</b>"):
        write(bea, text)
        expect(bea.locator("#mine-here")).to_contain_text(text)
        expect(ana.locator("#others li").first).to_contain_text(text)
    expect(ana.locator("#h-notes span")).to_have_text("4")
    hidden = ana.locator("#others li", has_text="Second").get_attribute("data-note")
    desk.post("/notes", deed=f"hide {hidden}")
    expect(ana.locator("#others li", has_text="Second")).to_have_count(0)
    expect(ana.locator("#h-notes span")).to_have_text("3")


def test_ones_own_note_is_never_among_the_others(desk: Desk, phones: Any) -> None:
    step = desk.go("touchpoints")
    page: Page = phones()
    at_step(page, step)
    for text in ("One of mine", "Two of mine", "Three of mine"):
        write(page, text)
        expect(page.locator("#mine-here")).to_contain_text(text)
    comes_to(0, page.locator("#others li", has_text="of mine").count)


def test_a_phone_that_missed_news_asks_and_has_everything(desk: Desk, phones: Any) -> None:
    step = desk.go("touchpoints")
    ana, bea = phones(), phones()
    for page in (ana, bea):
        at_step(page, step)
    ana.context.set_offline(True)
    expect(ana.locator("#net")).to_have_class(re.compile("off"))
    for number in range(3):
        write(bea, f"While Ana was away {number}")
        expect(bea.locator("#mine-here")).to_contain_text(f"While Ana was away {number}")
    ana.context.set_offline(False)
    expect(ana.locator("#others li", has_text="While Ana was away")).to_have_count(3)

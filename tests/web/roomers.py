"""Builders of the room's tests: an owner with an open room, and guests who come in by its code as browsers do."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP, form_key
from werkzeug.test import TestResponse

from touchmap.web.parts import EXTENSION, Parts

ROOM = f"/workshops/{WORKSHOP}/room"


def parts_of(app: Flask) -> Parts:
    """The application's services."""
    found: Parts = app.extensions[EXTENSION]
    return found


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to an address."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found is not None, f"no form goes to {action}"
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1])
    return {name: html.unescape(value) for name, value in hidden}


@dataclass
class Owner:
    """The owner's browser at the room's page."""

    client: FlaskClient
    key: str

    def post(self, part: str, status: int = 303, **data: Any) -> TestResponse:
        """Sends one of the page's forms."""
        answer = self.client.post(f"{ROOM}{part}", data={"form_key": self.key, **data})
        assert answer.status_code == status, answer.text
        return answer

    def page(self) -> str:
        """The page."""
        answer = self.client.get(ROOM)
        assert answer.status_code == 200
        return answer.text

    def go(self, kind: str) -> str:
        """Goes to the step of a kind in the agenda that opening brought, which is the last; its id."""
        view = self.view()
        step = next(one["id"] for one in reversed(view["agenda"]) if one["kind"] == kind)
        self.post("/go", to=step)
        return str(step)

    def view(self) -> dict[str, Any]:
        """What everybody sees."""
        view: dict[str, Any] = parts_of(self.client.application).showing.room(WORKSHOP).view
        return view

    @property
    def code(self) -> str:
        """The six digits."""
        opened = parts_of(self.client.application).joining.opened(WORKSHOP)
        assert opened is not None
        return opened.code


@dataclass
class Phone:
    """A participant's browser."""

    client: FlaskClient

    def page(self, query: str = "") -> str:
        """The running step."""
        answer = self.client.get(f"/room{query}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, address: str, status: int = 303, query: str = "", **data: Any) -> TestResponse:
        """Sends the form that goes to an address, as the page has it."""
        given = fields_of(self.page(query), address) | data
        answer = self.client.post(address, data=given)
        assert answer.status_code == status, answer.text
        return answer


def open_room(client: FlaskClient, agenda: str = "half-day") -> Owner:
    """An owner who has opened the room."""
    owner = Owner(client, form_key(client))
    owner.post("/open", agenda=agenda)
    return owner


def join(app: Flask, code: str, **who: str) -> Phone:
    """Somebody comes in by the code."""
    client = app.test_client()
    page = client.get(f"/join/{code}")
    assert page.status_code == 200
    given = fields_of(page.text, f"/join/{code}") | who
    answer = client.post(f"/join/{code}", data=given)
    assert answer.status_code == 303, answer.text
    return Phone(client)

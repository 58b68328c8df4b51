"""The pages say what the workshop holds; odd addresses and odd workshops never end in a 500."""

from __future__ import annotations

import html
import json
import random
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP, form_key, sign_in
from test_access import requests_for
from test_uploads import SMALL, upload

from touchmap.domain import generator
from touchmap.formats import workshop_file
from touchmap.services.doctor import Check
from touchmap.web import settings

HERE = f"/workshops/{WORKSHOP}"
PAGES = [
    HERE,
    f"{HERE}?zoom=strip",
    f"{HERE}?zoom=overview",
    f"{HERE}?zoom=edit",
    f"{HERE}?form=grid",
    f"{HERE}/touchpoints/gate-closed",
    f"{HERE}/graph",
    f"{HERE}/findings",
    f"{HERE}/figures",
    f"{HERE}/causes",
    f"{HERE}/registers",
    f"{HERE}/request",
    f"{HERE}/report",
    f"{HERE}/file",
    "/workshops",
    "/templates",
    "/new",
    "/settings",
    "/api/v1/",
]


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_without_style_or_script_inside(owner: FlaskClient, address: str) -> None:
    answer = owner.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not re.search(r"<[^>]+\sstyle=", answer.text)
    assert not re.search(r"<[^>]+\son\w+=", answer.text)
    assert "<style" not in answer.text
    assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text)


def test_the_map_holds_every_touchpoint_in_order_with_its_lanes(owner: FlaskClient) -> None:
    page = owner.get(HERE).text
    heads = re.findall(r'<th scope="col" id="tp-([a-z0-9-]+)"', page)
    assert len(heads) == 12
    assert heads[4] == "gate-closed"
    lanes = re.findall(r'<tr class="l-(\w+)">', page)
    assert (
        lanes == "action channel current desired emotion standards measures nva stories opportunities".split()
    )
    assert all(page.count(f'<tr class="l-{lane}">') == 1 for lane in lanes)


def test_lanes_are_switched_by_the_address_alone(owner: FlaskClient) -> None:
    page = owner.get(f"{HERE}?lane=owner&lane=causes&lane=nonsense").text
    assert re.findall(r'<tr class="l-(\w+)">', page) == ["owner", "causes"]
    assert 'name="lane" value="owner" checked' in page


def test_the_vocabulary_of_the_client_names_the_lanes(owner: FlaskClient) -> None:
    assert "Guest action" in text_of(owner.get(HERE).text)


def test_a_touchpoint_shows_both_states_with_evidence_and_asks_the_question(owner: FlaskClient) -> None:
    said = text_of(owner.get(f"{HERE}/touchpoints/gate-closed").text)
    for words in (
        "Current: what is happening",
        "Desired: what should happen",
        "staff story",
        "Would the customer pay for this if they knew?",
        "Two Ps",
        "Personal service",
        "Performance",
        "n = ",
    ):
        assert words in said, words


def test_a_story_without_consent_is_not_told_on_the_map(owner: FlaskClient) -> None:
    told = owner.get(f"{HERE}/registers").text
    quiet = re.findall(
        r'<blockquote class="pre" dir="auto">([^<]+)</blockquote>(?=(?:(?!</li>).)*not to be retold)', told
    )
    assert quiet
    page = owner.get(HERE).text
    assert all(story[:40] not in page for story in quiet)
    assert "A story that may not be retold" in page


def test_findings_lead_to_their_places_and_can_be_narrowed(owner: FlaskClient) -> None:
    page = owner.get(f"{HERE}/findings").text
    assert "Read these first" in page
    assert f"{HERE}/touchpoints/" in page
    here = owner.get(f"{HERE}/findings?touchpoint=gate-closed&severity=warning").text
    assert set(re.findall(rf"{HERE}/touchpoints/([a-z-]+)", here)) == {"gate-closed"}


def test_every_figure_says_its_formula_scale_n_and_source(owner: FlaskClient) -> None:
    page = owner.get(f"{HERE}/figures").text
    figures = re.findall(r'<div class="figure">.*?</div>', page, re.S)
    assert len(figures) >= 8
    for figure in figures:
        assert "n = " in figure
        assert all(f"<dt>{word}</dt>" in figure for word in ("Formula", "Scale", "Source"))


def test_the_graph_links_its_touchpoints_and_says_the_same_as_a_list(owner: FlaskClient) -> None:
    page = owner.get(f"{HERE}/graph").text
    drawing = page[page.index('id="graph"') : page.index("The same as a list")]
    assert len(set(re.findall(rf'href="{HERE}/touchpoints/([a-z0-9-]+)"', drawing))) == 12
    assert len(re.findall(r"<li><span class=\"place\">", page[page.index("The same as a list") :])) >= 12


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("dot", b"digraph"), ("graphml", b"<?xml")]
)
def test_the_graph_can_be_downloaded(owner: FlaskClient, form: str, start: bytes) -> None:
    answer = owner.get(f"{HERE}/graph.{form}")
    assert answer.data.lstrip().startswith(start)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_workshop_with_nothing_in_it_has_all_pages(fresh: Flask) -> None:
    owner = sign_in(fresh)
    upload(owner, b"touchmap: 1\nworkshop: {title: Bare}\n")
    upload(
        owner,
        b"touchmap: 1\nworkshop: {title: Stages}\njourneys: [{name: A}, {name: B, stages: [{name: S}]}]\n",
    )
    upload(owner, SMALL)
    for name in ("bare", "stages", "small"):
        for part in (
            "",
            "?zoom=strip",
            "/graph",
            "/findings",
            "/figures",
            "/causes",
            "/registers",
            "/request",
            "/report",
            "/file",
        ):
            answer = owner.get(f"/workshops/{name}{part}")
            assert answer.status_code == 200, (name, part)
    assert owner.get("/workshops/bare/graph.svg").status_code == 404
    assert owner.get("/workshops/small/touchpoints/one").status_code == 200


def test_without_causes_nobody_is_told_that_others_need_something_else(fresh: Flask) -> None:
    owner = sign_in(fresh)
    upload(owner, b"touchmap: 1\nworkshop: {title: Bare}\n")
    said = text_of(owner.get("/workshops/bare/causes").text)
    assert "No root cause is known yet" in said
    assert "need something else" not in said


def test_odd_text_is_shown_as_it_is(fresh: Flask) -> None:
    owner = sign_in(fresh)
    odd = "\"'<&>\u2028\u202e שלום e\u0301 👩‍👩‍👧 {{ 7*7 }} {% raw %}"
    name = odd.replace("\u2028", "")
    data = {
        "touchmap": 1,
        "workshop": {"title": name, "id": "odd", "request": odd, "client": odd},
        "journeys": [
            {
                "name": name,
                "stages": [
                    {
                        "name": name,
                        "touchpoints": [
                            {
                                "name": name,
                                "id": "odd-one",
                                "current": [odd],
                                "desired": [odd * 300],
                                "channels": [odd[:60]],
                                "stories": [{"text": odd, "consent": "yes", "teller": odd[:60]}],
                                "activities": [{"name": odd, "minutes": 3, "class": "non-value-added"}],
                                "opportunities": [odd],
                            }
                        ],
                    }
                ],
            }
        ],
        "causes": [{"text": odd, "kind": "skill"}],
        "vocabulary": [{"term": odd[:80], "label_for": "customer", "meaning": odd}],
    }
    assert upload(owner, json.dumps(data).encode(), "odd.json").status_code == 303
    for part in (
        "",
        "/touchpoints/odd-one",
        "/graph",
        "/findings",
        "/figures",
        "/causes",
        "/registers",
        "/request",
    ):
        answer = owner.get(f"/workshops/odd{part}")
        assert answer.status_code == 200, part
        assert "{{ 7*7 }}" in answer.text
        assert "<&>" not in answer.text


def test_a_long_journey_is_shown(fresh: Flask) -> None:
    owner = sign_in(fresh)
    model = generator.generate(120)
    upload(owner, workshop_file.write(model))
    for part in ("", "?zoom=strip", "?zoom=overview", "/findings", "/figures"):
        assert owner.get(f"/workshops/{model.workshop.id}{part}").status_code == 200


def test_odd_addresses_never_end_in_a_fault(app: Flask, owner: FlaskClient) -> None:
    odd = [
        "%00",
        "..",
        "%2e%2e%2f",
        "a" * 3_000,
        "%ff",
        "’",
        "<x>",
        "{{7*7}}",
        "-1",
        " ",
        "%0a",
        "‮",
        "missed-connection",
    ]
    parameters = ["journey", "zoom", "lane", "form", "severity", "touchpoint", "open", "examine"]
    chance = random.Random(7)
    for endpoint, method, address in requests_for(app):
        if (
            endpoint in ("landing.leave", "static", "live.events") or method == "HEAD"
        ):  # a stream does not end
            continue
        for _ in range(6):
            parts = [part if chance.random() < 0.6 else chance.choice(odd) for part in address.split("/")]
            query = "&".join(
                f"{chance.choice(parameters)}={chance.choice(odd[:-1])}" for _ in range(3)
            ).replace("examine", "x")
            answer = owner.open("/".join(parts) + "?" + query, method=method, buffered=True)
            assert answer.status_code < 500 or answer.status_code == 503, (method, parts, query)


def test_static_files_do_not_lead_out_of_their_folder(stranger: FlaskClient, root: Path) -> None:
    for path in ("../setup.cfg", "..%2fsetup.cfg", "css/../../setup.cfg", "%2fetc%2fpasswd", "css"):
        answer = stranger.get(f"/static/{path}", buffered=True)
        assert answer.status_code in (403, 404)


def test_the_machine_is_examined_only_when_asked(owner: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = [Check("Graphviz", "missing", "no dot on the PATH", "Install Graphviz.")]
    asked: list[Path] = []
    monkeypatch.setattr(settings, "examine", lambda data, url: asked.append(data) or checks)
    assert "Install Graphviz." not in owner.get("/settings").text
    assert asked == []
    assert "Install Graphviz." in owner.get("/settings?examine=1").text


def test_a_link_for_another_device_is_shown_once_and_works(app: Flask, owner: FlaskClient) -> None:
    page = owner.post("/settings/links", data={"form_key": form_key(owner)}).text
    link = re.search(r"<code>http://localhost(/enter/[^<]+)</code>", page)
    assert link is not None
    assert link[1] not in owner.get("/settings").text
    assert app.test_client().get(link[1]).status_code == 303


def test_journeys_are_chosen_above_the_map(fresh: Flask) -> None:
    owner = sign_in(fresh)
    two = SMALL + SMALL[SMALL.index(b"- name: A") :].replace(b"name: A", b"name: B").replace(b"One", b"Three")
    assert upload(owner, two).status_code == 303
    assert "Three" not in owner.get("/workshops/small").text
    assert "Three" in owner.get("/workshops/small?journey=b").text
    for part in ("graph", "figures"):
        assert owner.get(f"/workshops/small/{part}?journey=b").status_code == 200

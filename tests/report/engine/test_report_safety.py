"""Nothing is fetched, whatever HTML or CSS asks for; no address but https, mailto and places in the report is linked to."""

# ruff: noqa: E501, ISC004  (the attempts are easier to read one on a line)

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from conftest import Made

from touchmap.report.engine.fetching import AssetFetcher
from touchmap.report.engine.render import render_report
from touchmap.report.engine.section import Section

PORT = 47811
WEB = f"http://127.0.0.1:{PORT}/x"
FILE = "file:///etc/passwd"

HTML_ATTEMPTS = [
    f'<img src="{WEB}.png" alt="x">',
    f'<img src="{FILE}" alt="x">',
    '<img src="//127.0.0.1/x.png" alt="x">',
    '<img src="/etc/passwd" alt="x">',
    '<img src="../../../etc/passwd" alt="x">',
    f'<img srcset="{WEB} 2x" src="{WEB}" alt="x">',
    f'<img src="ftp://127.0.0.1:{PORT}/x" alt="x">',
    '<img src="asset:../../etc/passwd" alt="x">',
    '<img src="asset:%2e%2e/%2e%2e/etc/passwd" alt="x">',
    '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E" alt="x">',
    f'<object data="{WEB}" type="image/png"></object>',
    f'<embed src="{WEB}" type="image/png">',
    f'<iframe src="{WEB}"></iframe>',
    f'<link rel="stylesheet" href="{WEB}.css">',
    f'<link rel="attachment" href="{FILE}">',
    f'<link rel="icon" href="{WEB}">',
    f'<a rel="attachment" href="{FILE}">a</a>',
    f'<a rel="attachment" href="{WEB}">a</a>',
    f'<base href="{WEB}"><img src="y.png" alt="x">',
    f'<style>@import url({WEB}.css);</style>',
    f'<style>@font-face{{font-family:x;src:url({WEB}.ttf)}}p{{font-family:x}}</style><p>x</p>',
    '<style>@font-face{font-family:y;src:url(file:///usr/share/fonts/x.ttf)}p{font-family:y}</style><p>x</p>',
    f'<p style="background:url({WEB}.png)">x</p>',
    f'<p style="background:url({FILE})">x</p>',
    f'<p style="list-style-image:url({WEB});display:list-item">x</p>',
    f'<p style="border-image:url({WEB}) 30">x</p>',
    f'<p style="content:url({WEB})">x</p>',
    f'<style>p::before{{content:url({WEB})}}</style><p>x</p>',
    f'<style>@page{{background:url({WEB})}}</style><p>x</p>',
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><image href="{WEB}" width="9" height="9"/></svg>',
    f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><title>x</title>'
    f'<image xlink:href="{FILE}" width="9" height="9"/></svg>',
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><use href="{WEB}#a"/></svg>',
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><style>@import url({WEB});</style></svg>',
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><rect fill="url({WEB}#g)" width="9" height="9"/></svg>',
    f'<meta http-equiv="refresh" content="0;url={WEB}">',
    f'<video src="{WEB}" poster="{WEB}"></video><audio src="{WEB}"></audio>',
    f'<form action="{WEB}"><input type="image" src="{WEB}"></form>',
    f'<script src="{WEB}"></script><script>fetch("{WEB}")</script>',
    f'<table background="{WEB}"><tr><td background="{FILE}">x</td></tr></table>',
]  # fmt: skip

CSS_ATTEMPTS = [
    f"@import url({WEB}.css);",
    f"@import '{FILE}';",
    f"@font-face {{ font-family: z; src: url({WEB}) }} html {{ font-family: z, 'TM Sans' }}",
    f"@font-face {{ font-family: w; src: local('DejaVu Sans'), url({FILE}) }}",
    f"html {{ background: url({WEB}) }} body {{ background: url('{FILE}') }}",
    f"@counter-style c {{ system: cyclic; symbols: url({WEB}) }} li {{ list-style: c }}",
]

BAD_LINKS = (
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "http://example.org/",
    "ftp://example.org/",
    "//example.org/x",
    "/etc/passwd",
    "other.html",
    "vbscript:x",
    "about:blank",
    "\x01javascript:x",
)


# What WeasyPrint and we never ask for, so that nothing is refused either.
UNASKED = (
    "<object", "<embed", "<iframe", "<link", "<a rel", '<p style="content', "<meta", "<video", "<form", "<script",
    "<table background", "<use", "<rect fill",
)  # fmt: skip
REFUSED = re.compile(
    r"nothing is loaded from outside the report|no such asset|without a base URI|cannot be loaded|no attribute 'fetch_url'"
)


@dataclass(frozen=True)
class Tried:
    """The report of all attempts, one a page: its pages, the text of each, what was said about each."""

    pdf: pikepdf.Pdf
    raw: bytes
    texts: list[str]
    said: dict[str, list[str]]


@pytest.fixture(scope="module")
def tried(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    sections = tuple(
        Section(f"h{n}", f"<p>before</p>{html}<p>after</p>") for n, html in enumerate(HTML_ATTEMPTS)
    )
    rendered = render_report(replace(made.document, sections=sections))
    out = tmp_path_factory.mktemp("tried") / "out.pdf"
    out.write_bytes(rendered.pdf)
    text = subprocess.run(["pdftotext", out, "-"], check=True, capture_output=True, text=True).stdout
    said: dict[str, list[str]] = {}
    for warning in rendered.warnings:
        said.setdefault(warning.split(":")[0], []).append(warning)
    with pikepdf.open(out) as pdf:
        yield Tried(pdf, rendered.pdf, text.split("\f"), said)


@pytest.mark.parametrize("at", range(len(HTML_ATTEMPTS)))
def test_each_attempt_is_laid_out_without_what_it_asked_for(tried: Tried, at: int) -> None:
    html = HTML_ATTEMPTS[at]
    between = re.search(r"before(.*?)after", tried.texts[at], re.DOTALL)
    assert between is not None
    assert set(between[1].replace("•", " ").split()) <= {"x", "a"}
    page = tried.pdf.pages[at]
    assert not list(page.get("/Annots", []))
    drawn = page.get("/Resources", {}).get("/XObject", {})
    assert [name for name, item in drawn.items() if item.get("/Subtype") == "/Image"] == []
    refused = any(REFUSED.search(warning) for warning in tried.said.get(f"h{at}", []))
    assert refused != any(part in html for part in UNASKED)


@pytest.mark.parametrize("css", CSS_ATTEMPTS)
def test_nothing_that_a_style_sheet_asks_for_is_loaded(made: Made, css: str) -> None:
    page = Section("styled", "<ul><li>one</li></ul>")
    rendered = render_report(replace(made.document, sections=(page,), css=css))
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        assert not list(pdf.pages[0].Resources.XObject.keys())
        assert not pdf.attachments
    assert any(REFUSED.search(warning) for warning in rendered.warnings) != ("@counter-style" in css)


def test_the_report_of_all_attempts_carries_no_file(tried: Tried, tmp_path: Path) -> None:
    (tmp_path / "out.pdf").write_bytes(tried.raw)
    listed = subprocess.run(
        ["pdfdetach", "-list", tmp_path / "out.pdf"], check=True, capture_output=True, text=True
    )
    assert "0 embedded files" in listed.stdout
    assert not any("root:" in text for text in tried.texts)
    assert b"root:x" not in tried.raw
    assert len(tried.pdf.pages) == len(HTML_ATTEMPTS) >= 30


def test_no_process_of_a_report_opens_a_socket_or_a_file_that_was_asked_for(
    made: Made, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text("secret")
    html = "".join(HTML_ATTEMPTS).replace("/etc/passwd", str(secret))
    css = "\n".join(CSS_ATTEMPTS).replace("/etc/passwd", str(secret))
    (tmp_path / "given.json").write_text(json.dumps({"html": html, "css": css}))
    program = (
        "import datetime, json, sys\n"
        "from touchmap.report.engine.render import render_report\n"
        "from touchmap.report.engine.section import Document, Section\n"
        "given = json.load(open(sys.argv[1]))\n"
        "sections = (Section('all', given['html']),)\n"
        "made = render_report(Document(sections, given['css'], 'x', 'en', datetime.datetime(2026, 1, 1)))\n"
        "print(made.pages)\n"
    )
    watched = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=socket,connect,openat,open,execve",
        "-o",
        tmp_path / "trace",
    ]
    command = [*watched, sys.executable, "-c", program, tmp_path / "given.json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) >= 1
    calls = (tmp_path / "trace").read_text("utf-8", "replace")
    assert re.search(r"openat\(.*libpango", calls)  # the child that lays out was followed
    assert "AF_INET" not in calls
    assert "secret.png" not in calls
    assert len(re.findall(r"execve\(.* = 0", calls)) == 2  # the program and its child, nothing else


def test_links_go_to_https_mail_and_the_report_itself_only(made: Made, tmp_path: Path) -> None:
    links = "".join(f'<p><a href="{target}">link {n}</a></p>' for n, target in enumerate(BAD_LINKS))
    good = '<p><a href="https://example.org/">a</a> <a href="mailto:a@example.org">b</a> <a href="#here">c</a></p><p id="here">x</p>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><a href="javascript:1"><rect/></a></svg>'
    rendered = render_report(replace(made.document, sections=(Section("links", links + good + svg),)))
    (tmp_path / "out.pdf").write_bytes(rendered.pdf)
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        found = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert [str(link.A.URI) for link in found if "/A" in link] == [
            "https://example.org/",
            "mailto:a@example.org",
        ]
        assert [str(link.Dest) for link in found if "/Dest" in link] == ["here"]
    assert b"javascript" not in rendered.pdf.lower()


def test_the_fetcher_gives_assets_by_exact_name_only() -> None:
    fetcher = AssetFetcher({"fonts/a.ttf": b"font"})
    assert fetcher.fetch("asset:fonts/a.ttf").read() == b"font"
    for address in (
        "asset:fonts/b.ttf",
        "asset:/fonts/a.ttf",
        "asset://fonts/a.ttf",
        "file:fonts/a.ttf",
        WEB,
        "fonts/a.ttf",
        "",
    ):
        with pytest.raises(ValueError, match=r"no such asset|outside the report"):
            fetcher.fetch(address)


def test_the_fetcher_opens_nothing_even_when_called_as_an_opener() -> None:
    fetcher = AssetFetcher({})
    with pytest.raises(ValueError, match="outside the report"):
        fetcher.open(WEB)
    assert not fetcher.handlers


def test_odd_characters_end_in_a_report(made: Made) -> None:
    odd = "\x00\x01\x0b\x1b\u2028\u202e\ufffe\U0010ffff a\u0301 👩‍👩‍👧 12 0 R (unbalanced \\ &lt;&amp;"
    section = Section("odd", f'<h1 id="o">{odd}</h1><p>{odd}</p>', chapter=odd.replace("&lt;&amp;", '<&"'))
    rendered = render_report(
        replace(made.document, sections=(section,), title=odd, author=odd, brand=odd, footer=odd)
    )
    assert rendered.pages == 1

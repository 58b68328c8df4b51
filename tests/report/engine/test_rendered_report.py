"""A report is a sound PDF that says what its sections say, with page numbers, links and bookmarks that are right."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
from conftest import Made
from PIL import Image, ImageChops, ImageStat
from sample_report import name, report
from weasyprint import HTML

from touchmap.report.engine.cache import Cache
from touchmap.report.engine.fetching import AssetFetcher
from touchmap.report.engine.limits import Limits
from touchmap.report.engine.markup import whole_html
from touchmap.report.engine.render import render_report
from touchmap.report.engine.section import Attachment


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def text_of_pages(path: Path) -> list[str]:
    return run("pdftotext", "-layout", path, "-").split("\f")[:-1]


def page_of(pdf: pikepdf.Pdf, destination: pikepdf.Object) -> int:
    return [page.obj.objgen for page in pdf.pages].index(destination[0].objgen) + 1


def named_destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {key: page_of(pdf, place) for key, place in tree.items()}


def test_qpdf_finds_nothing_wrong(made: Made) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", made.path)


def test_nothing_is_warned_about(made: Made) -> None:
    assert made.rendered.warnings == ()


def test_the_file_says_what_it_is(made: Made) -> None:
    info = run("pdfinfo", made.path)
    assert re.search(r"Title:\s+Day surgery, door to door – journey report", info)
    assert re.search(r"Tagged:\s+yes", info)
    assert "2026" in re.search(r"CreationDate:(.*)", info)[1]
    assert f"Pages:           {made.rendered.pages}\n" in info


def test_metadata_names_title_language_and_pdf_ua(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Day surgery, door to door – journey report"
    assert str(opened.Root.Lang) == "en"
    assert opened.Root.ViewerPreferences.DisplayDocTitle


def test_every_font_is_embedded_with_its_text(made: Made) -> None:
    lines = run("pdffonts", made.path).splitlines()[2:]
    assert len(lines) >= 5
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


def test_nothing_is_attached_unless_asked_for(made: Made) -> None:
    assert "0 embedded files" in run("pdfdetach", "-list", made.path)


def test_an_attachment_comes_out_as_it_went_in(made: Made, tmp_path: Path) -> None:
    content = bytes(range(256)) * 20
    given = replace(
        made.document, attachments=(Attachment("wörkshop.json", "application/json", content, "The workshop"),)
    )
    path = tmp_path / "with.pdf"
    path.write_bytes(render_report(given, cache=made.cache).pdf)
    run("pdfdetach", "-save", "1", "-o", tmp_path / "out", path)
    assert (tmp_path / "out").read_bytes() == content
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
        assert str(pdf.Root.AF[0].UF) == "wörkshop.json"


def test_every_page_but_the_cover_has_its_number(made: Made) -> None:
    pages = text_of_pages(made.path)
    assert len(pages) == made.rendered.pages
    assert "/ " not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert text.rstrip().endswith(f"{number} / {len(pages)}"), number
        assert "Rivierenland Clinics" in text.splitlines()[0:4][0] or "Rivierenland Clinics" in text


def test_the_contents_name_the_pages_where_things_are(made: Made, opened: pikepdf.Pdf) -> None:
    places = named_destinations(opened)
    shown = re.findall(r"^ *(\d+) · .*?[ .]+ (\d+)$", text_of_pages(made.path)[1], re.MULTILINE)
    assert len(shown) == 8
    for number, page in shown:
        assert places[f"tp-{number}"] == int(page)
        assert name(int(number)) in text_of_pages(made.path)[int(page) - 1]


def test_page_numbers_inside_sentences_are_right_too(made: Made, opened: pikepdf.Pdf) -> None:
    places = named_destinations(opened)
    text = run("pdftotext", "-raw", made.path, "-")
    found = re.findall(r"Next: (.*?) on page\s(\d+);", text, re.DOTALL)
    assert len(found) == 8
    for n, (_, page) in enumerate(found, start=1):
        assert int(page) == places[f"tp-{n % 8 + 1}"]


def test_links_lead_to_their_places(opened: pikepdf.Pdf) -> None:
    places = named_destinations(opened)
    internal, external = 0, set()
    for page in opened.pages:
        for link in page.get("/Annots", []):
            if "/Dest" in link:
                internal += 1
                assert str(link.Dest) in places
            else:
                external.add(str(link.A.URI))
    assert internal > 40
    assert external == {"https://example.org/standards"}


def test_bookmarks_follow_the_headings(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[0] == "Contents"
        graph = outline.root[-3]
        assert graph.title.startswith("The journey map")
        assert [child.title for child in graph.children] == [name(n) for n in range(1, 9)]
        last = outline.root[-1]
        assert page_of(opened, last.destination) == len(opened.pages)


def test_pages_keep_their_orientation(made: Made, opened: pikepdf.Pdf) -> None:
    wide = {n for n, page in enumerate(opened.pages, start=1) if page.mediabox[2] > page.mediabox[3]}
    first = made.rendered.first_pages
    assert {first["graph"], first["map-0"], first["map-5"]} == wide


def test_text_reads_in_order(made: Made) -> None:
    page = run("pdftotext", "-raw", "-f", str(made.rendered.first_pages["tp-3"]), made.path, "-")
    places = [
        page.index(word)
        for word in ("CURRENT STATE", "DESIRED STATE", "WHAT HAPPENS", "NON-VALUE-ADDED", "Next:")
    ]
    assert places == sorted(places)


def test_many_scripts_are_extracted_and_drawn_with_different_glyphs(made: Made, tmp_path: Path) -> None:
    page = str(made.rendered.first_pages["glossary"])
    text = run("pdftotext", "-f", page, "-l", page, made.path, "-")
    for word in ("Łódź", "Ελληνικά", "Кириллица", "日本語"):
        assert word in text
    run("pdftoppm", "-r", "150", "-f", page, "-l", page, "-singlefile", "-png", made.path, tmp_path / "page")
    image = Image.open(tmp_path / "page.png").convert("L")
    line = image.crop((110, 240, 900, 330))
    assert line.getextrema()[0] < 100  # ink
    rows = ImageChops.invert(line).getbbox()
    assert rows is not None
    assert rows[2] - rows[0] > 400  # all words of the line are there


def test_pages_look_like_those_of_the_whole_document(made: Made, tmp_path: Path) -> None:
    fetcher = AssetFetcher(made.document.assets)
    whole = HTML(string=whole_html(made.document), url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    (tmp_path / "whole.pdf").write_bytes(whole)
    for source, target in ((made.path, "ours"), (tmp_path / "whole.pdf", "theirs")):
        run("pdftoppm", "-r", "40", "-png", source, tmp_path / target)
    ours, theirs = sorted(tmp_path.glob("ours-*.png")), sorted(tmp_path.glob("theirs-*.png"))
    assert len(ours) == len(theirs) == made.rendered.pages
    for one, other in zip(ours, theirs, strict=True):
        difference = ImageChops.difference(Image.open(one).convert("L"), Image.open(other).convert("L"))
        assert ImageStat.Stat(difference).mean[0] < 0.35, one.name


def test_the_same_document_gives_the_same_bytes(made: Made) -> None:
    assert render_report(made.document, limits=Limits(processes=1)).pdf == made.rendered.pdf


def test_a_cached_report_lays_nothing_out(made: Made) -> None:
    told: list[tuple[int, int]] = []
    again = render_report(made.document, cache=made.cache, progress=lambda *step: told.append(step))
    assert again.pdf == made.rendered.pdf
    assert again.rendered == ()
    assert told[-1] == (16, 16)


def test_one_edit_lays_out_one_section(made: Made) -> None:
    edited = report(8, edited=5, note="Nobody explains why.")
    again = render_report(edited, cache=made.cache)
    assert again.rendered == ("tp-5",)
    assert again.pdf == render_report(edited).pdf


def test_a_section_that_grows_moves_the_page_numbers_of_all_others(made: Made, tmp_path: Path) -> None:
    grown = report(8, edited=1, note="A long story. " * 900)
    again = render_report(grown, cache=made.cache)
    assert again.pages > made.rendered.pages
    (tmp_path / "grown.pdf").write_bytes(again.pdf)
    with pikepdf.open(tmp_path / "grown.pdf") as pdf:
        places = named_destinations(pdf)
    shown = re.findall(r"^ *(\d+) · .*?[ .]+ (\d+)$", text_of_pages(tmp_path / "grown.pdf")[1], re.MULTILINE)
    assert {f"tp-{n}": int(page) for n, page in shown} == {f"tp-{n}": places[f"tp-{n}"] for n in range(1, 9)}


def test_damaged_entries_of_the_cache_are_laid_out_again(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.cache.folder, tmp_path / "cache")
    damaged = 0
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file() and path.name[0] in "pnf":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
            damaged += 1
    assert damaged > 20
    assert render_report(made.document, cache=Cache(tmp_path / "cache")).pdf == made.rendered.pdf


def test_a_link_to_nowhere_is_told(made: Made) -> None:
    cover = replace(made.document.sections[0], html='<p>See <a href="#gone">there</a>.</p>')
    again = render_report(replace(made.document, sections=(cover,)))
    assert "a link leads to #gone, but nothing has that id" in again.warnings

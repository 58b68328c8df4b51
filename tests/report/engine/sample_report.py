"""Builds reports of any length that look and weigh like the real one, for the engine's tests and measurements."""

# ruff: noqa: E501  (HTML is easier to read unbroken)

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from touchmap.paths import vendor_folder
from touchmap.report.engine.section import Document, Section, page_number

FACES = (
    ("TM Sans", 400, "normal", "SourceSans3-Regular.ttf"),
    ("TM Sans", 600, "normal", "SourceSans3-SemiBold.ttf"),
    ("TM Serif", 400, "normal", "SourceSerif4-Regular.ttf"),
    ("TM Serif", 400, "italic", "SourceSerif4-Italic.ttf"),
    ("TM Serif", 600, "normal", "SourceSerif4-SemiBold.ttf"),
)
STAGES = (
    ("Orientate", "#0072B2"),
    ("Prepare", "#3C9AD6"),
    ("Arrive", "#00866A"),
    ("Undergo", "#C98A00"),
    ("Settle", "#7A4E9C"),
)
NAMES = (
    "Ask the general practitioner",
    "Request a date",
    "Complete the intake form",
    "Receive instructions",
    "Find the entrance",
    "Register at the desk",
    "Wait in the lounge",
    "Meet the team",
    "First night at home",
    "Receive the invoice",
)
CSS = (Path(__file__).parent / "sample_report.css").read_text("utf-8")


def fonts() -> dict[str, bytes]:
    """File name → bytes of the shipped fonts that the style sheet names."""
    found = {path.name: path for path in sorted(vendor_folder().rglob("*.ttf"))}
    return {f"fonts/{name}": found[name].read_bytes() for *_, name in FACES}


def style_sheet() -> str:
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};src:url(asset:fonts/{name})}}\n"
        for family, weight, style, name in FACES
    )
    return faces + CSS


def report(touchpoints: int = 12, edited: int | None = None, note: str = "") -> Document:
    """A report of so many touchpoints; `edited` is the number (from 1) of one whose text is different by `note`."""
    sections = (
        cover(touchpoints),
        contents(touchpoints),
        summary(touchpoints),
        graph(touchpoints),
        *(map_part(part, touchpoints) for part in range(0, touchpoints, 5)),
        *(touchpoint(n, touchpoints, note if n == edited else "") for n in range(1, touchpoints + 1)),
        priorities(touchpoints),
        glossary(touchpoints),
    )
    return Document(
        sections=sections,
        css=style_sheet(),
        assets=fonts(),
        title="Day surgery, door to door – journey report",
        author="Rivierenland Clinics",
        subject="Customer journey workshop report",
        keywords=("customer journey", "touchpoints"),
        language="en",
        brand="Rivierenland Clinics",
        footer="Day surgery, door to door",
        created=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    )


def name(n: int) -> str:
    return NAMES[(n - 1) % len(NAMES)] + ("" if n <= len(NAMES) else f" ({(n - 1) // len(NAMES) + 1})")


def stage(n: int, touchpoints: int) -> tuple[str, str]:
    return STAGES[(n - 1) * len(STAGES) // touchpoints]


def cover(touchpoints: int) -> Section:
    return Section(
        "cover",
        f"""<section class="cover"><div class="in"><p class="k">Customer journey workshop report</p>
<h1 class="t">Day surgery,<br>door to door</h1><p class="s">{touchpoints} touchpoints and five stages, mapped with patients,
relatives and staff.</p></div>{curve(touchpoints, "The emotion curve as an ornament", "art")}</section>""",
        page="cover",
    )


def contents(touchpoints: int) -> Section:
    rows = [
        ("p", "summary", "Executive summary"),
        ("p", "graph", "The journey as a graph"),
        ("p", "map", "The journey map"),
        ("p", "tp-1", "Touchpoints in detail"),
    ]
    rows += [("c", f"tp-{n}", f"{n} · {name(n)}") for n in range(1, touchpoints + 1)]
    rows += [("p", "priorities", "Prioritised opportunities"), ("p", "glossary", "Glossary and method")]
    items = "".join(
        f'<li class="{kind}"><a href="#{anchor}">{escape(text)}</a><span class="leader"></span>{page_number(anchor)}</li>'
        for kind, anchor, text in rows
    )
    return Section(
        "contents",
        f'<section><h1 id="contents">Contents</h1><ol class="toc">{items}</ol></section>',
        "Contents",
    )


def summary(touchpoints: int) -> Section:
    tiles = "".join(
        f"<td><b>{figure}</b><span>{text}</span></td>"
        for figure, text in (
            (touchpoints, "touchpoints in five stages"),
            ("57 %", "of the patient’s time adds no value"),
            ("4×", "the same allergy question"),
            ("+2", "“Meet the team”: the highest point"),
        )
    )
    findings = "".join(
        f'<tr><td class="n">{n}</td><td>{text}</td></tr>'
        for n, text in (
            (1, "Silence costs more than minutes. In the lounge, 52 of 74 minutes pass unexplained."),
            (2, "Every hand-over asks again. Identity is checked three times, allergies four times."),
            (3, "The best moment is free. “Hello, my name is…” takes eleven seconds."),
        )
    )
    refs = "".join(
        f'<li><a href="#tp-{n}">{escape(name(n))}</a> (page {page_number(f"tp-{n}")}), as was said before</li>'
        for n in range(1, touchpoints + 1, max(1, touchpoints // 6))
    )
    return Section(
        "summary",
        f"""<section><h1 id="summary">Executive summary</h1><p class="lead">People praise our staff and forgive our building.
What they do not forgive is silence: the two lowest points are moments in which somebody waits and nobody speaks.</p>
<table class="tiles"><tr>{tiles}</tr></table>{curve(touchpoints, "The emotion curve of the whole journey", "")}
<h2>Three findings</h2><table class="find">{findings}</table><h2>Where to read on</h2><ul>{refs}</ul></section>""",
        "Executive summary",
    )


def graph(touchpoints: int) -> Section:
    stations = "".join(
        f'<g><rect x="{20 + i % 8 * 84}" y="{20 + i // 8 * 60}" width="70" height="34" rx="5" fill="#fff" '
        f'stroke="{stage(i + 1, touchpoints)[1]}"/><text x="{55 + i % 8 * 84}" y="{40 + i // 8 * 60}" font-size="7" '
        f'text-anchor="middle">{i + 1} · {escape(name(i + 1)[:14])}</text></g>'
        for i in range(min(touchpoints, 40))
    )
    return Section(
        "graph",
        f"""<section><h1 id="graph">The journey as a graph</h1><svg viewBox="0 0 690 330" width="250mm" height="120mm"
xmlns="http://www.w3.org/2000/svg"><title>Journey graph: {touchpoints} stations in five stages</title>{stations}</svg></section>""",
        "The journey as a graph",
        "landscape",
    )


def map_part(start: int, touchpoints: int) -> Section:
    numbers = range(start + 1, min(start + 5, touchpoints) + 1)
    lanes = []
    for lane in ("What happens", "Who does it", "What people say", "Standard", "Desired"):
        cells = "".join(
            f"<td>{escape(name(n))}: {lane.lower()} in {n % 7 + 2} steps, explained to everybody who waits there</td>"
            for n in numbers
        )
        lanes.append(f'<tr><th scope="row" class="lane">{lane}</th>{cells}</tr>')
    heads = "".join(
        f'<th scope="col" style="color:{stage(n, touchpoints)[1]}">{n} · {escape(name(n))}</th>'
        for n in numbers
    )
    anchor = 'id="map"' if start == 0 else f'id="map-{start}"'
    return Section(
        f"map-{start}",
        f"""<section><h1 {anchor}>The journey map<span class="part"> {numbers[0]}–{numbers[-1]}</span></h1>
<table class="map"><thead><tr><th></th>{heads}</tr></thead><tbody>{"".join(lanes)}</tbody></table></section>""",
        "The journey map",
        "landscape",
    )


def touchpoint(n: int, touchpoints: int, note: str) -> Section:
    label, colour = stage(n, touchpoints)
    acts = "".join(
        f"""<tr><td>{actor}</td><td>{action}</td><td><span class="va {value}">{value}</span></td>
<td class="r">{touch + n % 5}</td><td class="r">{wait}</td></tr>"""
        for actor, action, value, touch, wait in (
            ("Patient", "Opens the link from the letter", "VA", 2, 0),
            ("Patient", "Creates an account, waits for the code", "BVA", 6, 14),
            ("Patient", "Fills in pages 1–9", "VA", 18, 0),
            ("Portal", "Signs out after 20 minutes; nothing is saved", "NVA", 0, 20),
            ("Patient", "Starts again, or prints the paper version", "NVA", 22, 0),
            ("Intake nurse", "Re-keys the form into the record", "NVA", 25, 2880),
            ("Intake nurse", "Calls about contradictions", "BVA", 9, 1440),
        )
    )
    bars = "".join(
        f'<text x="0" y="{y}" font-size="8">{text}</text><rect x="0" y="{y + 4}" width="220" height="7" rx="3.5" fill="#E8E2D8"/>'
        f'<rect x="0" y="{y + 4}" width="{share * 2.2}" height="7" rx="3.5" fill="#D55E00"/>'
        f'<text x="220" y="{y}" font-size="8" text-anchor="end">{share} %</text>'
        for y, text, share in (
            (10, "First-time-right", 58),
            (38, "Completed on-line", 61),
            (66, "Questions asked once", 27 + n % 60),
        )
    )
    waste = "".join(
        f'<tr><td>{text}</td><td>{kind}</td><td class="r">{minutes}</td></tr>'
        for text, kind, minutes in (
            ("Answers lost when the session ends", "Re-work", 22),
            ("Paper answers re-keyed by hand", "Over-processing", 25),
            ("Same question asked by four desks", "Duplication", 12),
        )
    )
    said = "".join(
        f"<p>The form grew from four to fourteen pages in six years; every department added its own block, and none was ever taken "
        f"away. {k} of the fourteen pages are already known from the referral.</p>"
        for k in ("Five", "Six")
    )
    more = ""
    if n % 3 == 1:
        rows = "".join(
            f"<tr><td>{k}</td><td>Answered at the first question, by a person with a name</td><td>{k * 7 % 100} %</td><td>95 %</td>"
            f"<td>{escape(label)}</td></tr>"
            for k in range(1, 19)
        )
        more = f"""<h3>Standards and measures</h3><table class="dt"><thead><tr><th>No</th><th>Standard</th><th>Now</th><th>Wanted</th>
<th>Stage</th></tr></thead><tbody>{rows}</tbody></table>"""
    following = n % touchpoints + 1
    return Section(
        f"tp-{n}",
        f"""<section class="tpd"><table class="head"><tr><td class="no" style="background:{colour}">{n}</td><td>
<h2 id="tp-{n}">{escape(name(n))}</h2><p><span class="pill">{label}</span><span class="pill">portal + paper</span>
<span class="pill pain">Pain point</span><span class="pill mot">Moment of truth</span></p></td></tr></table>
<table class="swap"><tr><td class="now"><h3>Current state</h3><p>14 pages, cannot be saved half-way; allergies are asked four times. {escape(note)}</p></td>
<td class="then"><h3>Desired state</h3><p>A form that remembers, pre-filled from the referral.</p></td></tr></table>
<blockquote>“I typed my allergies for the fourth time and thought: who is actually reading this?”<cite>— Marleen, 67, cataract
surgery</cite></blockquote>
<table class="two"><tr><td><h3>What happens, step by step</h3><table class="dt"><thead><tr><th>Actor</th><th>Action</th><th>Value</th>
<th class="r">Touch</th><th class="r">Wait</th></tr></thead><tbody>{acts}</tbody></table></td><td><h3>Standards</h3>
<svg viewBox="0 0 220 80" width="78mm" height="28mm" xmlns="http://www.w3.org/2000/svg"><title>Three standards of touchpoint {n}</title>{bars}</svg>
<h3>Where the time goes</h3>{donut(n)}</td></tr></table>
<h3>What the workshop said</h3>{said}
<h3>Non-value-added</h3><table class="dt"><thead><tr><th>Observation</th><th>Waste</th><th class="r">Minutes per case</th></tr></thead>
<tbody>{waste}</tbody></table>{more}
<p class="next">Next: <a href="#tp-{following}">{escape(name(following))}</a> on page {page_number(f"tp-{following}")};
see also <a href="https://example.org/standards">the standards</a>.</p></section>""",
        name(n),
    )


def priorities(touchpoints: int) -> Section:
    rows = "".join(
        f"""<tr><td>One form that remembers, number {n}</td><td><a href="#tp-{n}">{escape(name(n))}</a> (page {page_number(f"tp-{n}")})</td>
<td>Intake desk</td><td class="r">{90 - n % 60}</td></tr>"""
        for n in range(1, touchpoints + 1)
    )
    return Section(
        "priorities",
        f"""<section><h1 id="priorities">Prioritised opportunities</h1><table class="dt"><thead><tr><th>Opportunity</th><th>Touchpoint</th>
<th>Owner</th><th class="r">Score</th></tr></thead><tbody>{rows}</tbody></table></section>""",
        "Prioritised opportunities",
    )


def glossary(touchpoints: int) -> Section:
    terms = "".join(
        f"<div><h4>Word {n}</h4><p>What the clinic says to its patients, and what the patients take it to mean.</p></div>"
        for n in range(1, 20 + touchpoints // 2)
    )
    scripts = "Łódź Ελληνικά Кириллица עברית العربية 日本語 😀"
    return Section(
        "glossary",
        f'<section><h1 id="glossary">Glossary and method</h1><p id="scripts">{scripts}</p><div class="gl">{terms}</div></section>',
        "Glossary and method",
    )


def curve(touchpoints: int, title: str, css_class: str) -> str:
    points = [(20 + i * 640 / max(1, touchpoints - 1), 60 + (i * 37 % 80 - 40)) for i in range(touchpoints)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#F2B705"/>' for x, y in points)
    return f"""<svg class="{css_class}" viewBox="0 0 680 120" width="170mm" height="30mm" xmlns="http://www.w3.org/2000/svg">
<title>{title}</title><polyline points="{line}" fill="none" stroke="#0072B2" stroke-width="1.5"/>{dots}</svg>"""


def donut(n: int) -> str:
    share = 20 + n % 50
    return f"""<svg viewBox="0 0 100 100" width="30mm" height="30mm" xmlns="http://www.w3.org/2000/svg"><title>Time: {share} % adds value</title>
<circle cx="50" cy="50" r="38" fill="none" stroke="#D55E00" stroke-width="16"/><circle cx="50" cy="50" r="38" fill="none" stroke="#00866A"
stroke-width="16" stroke-dasharray="{share * 2.388:.2f} 238.8"/><text x="50" y="54" font-size="16" text-anchor="middle">{share}%</text></svg>"""

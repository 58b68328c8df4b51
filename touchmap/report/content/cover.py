"""The cover: what, for whom, when, and the journey's emotion curve across the whole page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.records import Journey, Person, Version
from touchmap.report.charts import svg
from touchmap.report.charts.curve import pieces
from touchmap.report.charts.palette import DARK, STAGE_COLOURS, TOKENS
from touchmap.report.content.colours import GOLD, NIGHT, mixed
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Source
from touchmap.report.content.wording import capital, day, days, listed, short

_WIDTH, _HEIGHT, _BASE = 794.0, 400.0, 330.0
_MOST_STATIONS = 40
#: Stage colours half-way between the light and the dark theme: strong on the night ground and inside a white ring.
STATION_COLOURS = tuple(
    mixed(TOKENS[f"s{n}"][0], 0.62, TOKENS[f"s{n}"][1]) for n in range(1, STAGE_COLOURS + 1)
)


@dataclass(frozen=True, slots=True)
class Cover:
    """The words of the cover; `foot` holds three columns of lines, the first line of each in bold."""

    kicker: str
    title: str
    subtitle: str
    art: Markup
    foot: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def cover(source: Source) -> Cover:
    """The cover of the whole workshop."""
    workshop, labels = source.model.workshop, source.labels
    people = len(source.model.all(Person))
    kicker = f"{labels.one('customer')} {labels.one('journey')} workshop report"
    when = days(workshop.days)
    room = [when and f"Workshop of {when}", f"{people} people" if people else "", short(workshop.place, 60)]
    client = [short(workshop.client, 60), short(workshop.industry, 50)]
    made = [_version(source), f"Report of {day(source.made_on)}"]
    if workshop.facilitators:
        made.append(f"Facilitated by {short(listed(workshop.facilitators[:3]), 60)}")
    return Cover(
        f"Sample: {kicker}" if workshop.sample else kicker,
        short(workshop.title, 120),
        _subtitle(source),
        _art(source),
        (_kept(client), _kept(room), _kept(made)),
    )


def _kept(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _version(source: Source) -> str:
    versions = source.model.all(Version)
    if not versions:
        return "Draft"
    last = max(versions, key=lambda version: version.number)
    signed = f", signed off by {short(last.signed_by, 50)}" if last.signed_by else ""
    return f"Version {last.number}{signed}"


def _subtitle(source: Source) -> str:
    labels, model = source.labels, source.model
    stages = sum(len(model.stages(j.id)) for j in source.journeys)
    things = [
        labels.count(len(source.touchpoints), "touchpoint", spell=True),
        labels.count(stages, "stage", spell=True),
    ]
    proposed = len(source.analysis.opportunities)
    if proposed:
        things.append(labels.count(proposed, "opportunity", spell=True))
    groups = [short(group, 28) for group in model.workshop.groups[:4]]
    with_whom = f", mapped with {listed(groups)}" if groups else ""
    return f"{capital(listed(things))}{with_whom}." if source.touchpoints else "No touchpoints yet."


def _art(source: Source) -> Markup:
    """The curve of the longest journey, edge to edge; a level line when nobody has rated anything."""
    journeys: Sequence[Journey] = source.journeys
    if not journeys:
        return Markup("")
    journey = max(journeys, key=lambda j: len(source.model.touchpoints(j.id)))
    touchpoints = source.model.touchpoints(journey.id)
    medians = [source.analysis.touchpoint(t.id).current.emotion.median for t in touchpoints]
    chosen = _sample(len(touchpoints))
    stages = [source.stage_indexes[touchpoints[place].stage] for place in chosen]
    feelings = [medians[place] for place in chosen]
    title = "The journey’s emotion curve, a station for each touchpoint"
    if all(feeling is None for feeling in feelings):
        feelings = [0.0] * len(chosen)
        title = "The journey as a level line: nobody has rated it yet"
    return drawing(emotion_art(title, stages, feelings))


def _sample(count: int) -> list[int]:
    if count <= _MOST_STATIONS:
        return list(range(count))
    return [round(place * (count - 1) / (_MOST_STATIONS - 1)) for place in range(_MOST_STATIONS)]


def emotion_art(title: str, stages: Sequence[int], feelings: Sequence[float | None]) -> str:
    """A gold curve over a glow that fades into the night, stations in stage colours, from edge to edge of the page.

    `stages` and `feelings` (−2 … +2, None breaks the curve) have one entry per station.
    """
    step = _WIDTH / len(stages)
    values = [feelings[0], *feelings, feelings[-1]]

    def x(place: float) -> float:
        return (place - 0.5) * step

    def y(value: float) -> float:
        return _BASE / 2 - value / 2 * (_BASE / 2 - 24)

    guides = "".join(f"M0 {svg.number(y(level))}H{svg.number(_WIDTH)}" for level in (-2, -1, 1, 2))
    zero = f"M0 {svg.number(y(0))}H{svg.number(_WIDTH)}"
    line = area = ""
    drawn = pieces(values)
    for index, piece in drawn.items():
        corners = svg.points(*(c for px, value in (piece.b, piece.c, piece.d) for c in (x(px), y(value))))
        start = svg.points(x(index), y(piece.a[1]))
        line += f"{'' if index - 1 in drawn else f'M{start}'}C{corners}"
        area += f"M{svg.points(x(index), _HEIGHT)}L{start}C{corners}V{svg.number(_HEIGHT)}Z"
    size = max(4.0, min(9.5, step * 0.2))
    glow = svg.tag(
        "linearGradient",
        svg.tag("stop", offset="0", stop_color=GOLD, stop_opacity="0.42"),
        svg.tag("stop", offset="0.55", stop_color=GOLD, stop_opacity="0.16"),
        svg.tag("stop", offset="1", stop_color=GOLD, stop_opacity="0"),
        id="cover-glow", x1="0", y1="0", x2="0", y2="1",
    )  # fmt: skip
    return svg.document(
        title,
        _WIDTH,
        _HEIGHT,
        svg.tag("defs", glow),
        svg.tag("path", d=guides, stroke="#FFFFFF", stroke_opacity=0.13, stroke_width=0.8, fill="none"),
        svg.tag("path", d=zero, stroke="#FFFFFF", stroke_opacity=0.34, stroke_width=0.8, fill="none"),
        svg.tag("path", d=area, fill="url(#cover-glow)") if area else "",
        svg.tag("path", d=line, stroke=GOLD, stroke_width=max(2.4, size * 0.42), fill="none") if line else "",
        *_stations(stages, feelings, step, size, y),
        palette=DARK,
        kind="cover",
    )


def _stations(
    stages: Sequence[int],
    feelings: Sequence[float | None],
    step: float,
    size: float,
    y: Callable[[float], float],
) -> list[str]:
    """All rings as one node, then the discs inside them, one node for each stage colour."""
    places = [((n + 0.5) * step, y(value)) for n, value in enumerate(feelings) if value is not None]
    colours = [
        stage % STAGE_COLOURS for stage, value in zip(stages, feelings, strict=True) if value is not None
    ]
    drawn = [svg.dots(places, size + 3.4, NIGHT), svg.dots(places, size + 1.6, "#FFFFFF")]
    for colour in sorted(set(colours)):
        chosen = [place for place, own in zip(places, colours, strict=True) if own == colour]
        drawn.append(svg.dots(chosen, size, STATION_COLOURS[colour]))
    return drawn

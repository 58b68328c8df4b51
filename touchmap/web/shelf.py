"""The workshops as the pages take them: opened with their analysis (once per change), taken in, started, removed."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from touchmap.domain.analysis import analyse
from touchmap.domain.model import Model
from touchmap.domain.rules import check
from touchmap.errors import NotFound, UnreadableWorkshop
from touchmap.report.content.labels import labels_of
from touchmap.services import beginning, exchange, library
from touchmap.services.exchange import Imported
from touchmap.services.telling import retold
from touchmap.store.database import Database
from touchmap.store.workshops import Listed
from touchmap.web.cases import Case, stage_colour

LOG = logging.getLogger("touchmap.web")
KEPT = 12  # opened workshops kept in memory, with their analysis


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template or sample as the gallery shows it.

    `stages` are names with their colours, 1 to 8; `origin` says where a template comes from: version, maker, source.
    """

    name: str
    title: str
    industry: str
    summary: str
    origin: tuple[tuple[str, str], ...]
    touchpoints: int
    stages: tuple[tuple[str, int], ...]
    case: Case


class Shelf:
    """Hands out workshops; analyses one again only after it changed.

    `asked` is when that which is being answered now was asked, in seconds of the machine's steady clock; only a helper, which
    does one thing at a time, sets it. A workshop that was read after that is new enough, whatever has happened since: so a
    whole room that comes in while others edit shares an analysis instead of waiting for one each.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.asked: float | None = None
        self._cases: OrderedDict[str, tuple[exchange.Stamp, Case]] = OrderedDict()
        self._read_at: dict[str, float] = {}  # when each was last seen to be the newest
        self._lock = threading.Lock()

    def listed(self) -> list[Listed]:
        """Every workshop, the one changed last first."""
        return exchange.listed(self.database)

    def case(self, id: str) -> Case:
        """A workshop with its analysis and findings. Raises NotFound."""
        now = time.monotonic()
        with self._lock:
            kept = self._cases.get(id)
            if kept is not None and self.asked is not None and self._read_at[id] >= self.asked:
                return kept[1]
        try:
            stamp = exchange.stamp(self.database, id)
            with self._lock:
                kept = self._cases.get(id)
                if kept is not None and kept[0] == stamp:
                    self._cases.move_to_end(id)
                    self._read_at[id] = now
                    return kept[1]
            model, stamp = exchange.load_stamped(self.database, id)
            case = opened(model, stamp.origin, stamp.seq)
        except NotFound:
            raise _missing() from None
        with self._lock:
            self._cases[id] = (stamp, case)
            self._read_at[id] = now
            while len(self._cases) > KEPT:
                del self._read_at[self._cases.popitem(last=False)[0]]
        return case

    def title(self, id: str) -> str:
        """What a workshop is called; quick. Raises NotFound."""
        try:
            return exchange.title(self.database, id)
        except NotFound:
            raise _missing() from None

    def file(self, id: str, form: str) -> bytes:
        """The workshop as a file, `json` or `yaml`. Raises NotFound."""
        return exchange.export_file(self.database, id, exchange.form_of(f"{id}.{form}"))

    def take_in(self, content: bytes, name: str, *, replace: bool) -> Imported:
        """A file's workshop into the database, whole or not at all. Raises UnreadableWorkshop."""
        now = dt.datetime.now(dt.UTC)
        clash: exchange.Clash = "replace" if replace else "copy"
        return exchange.import_file(self.database, content, name, now=now, clash=clash)

    def start(self, name: str, title: str | None) -> Imported:
        """A new workshop from a template. Raises NotFound, or WrongUse for the title."""
        model = library.new_workshop(name, title)
        return exchange.import_model(self.database, model, now=dt.datetime.now(dt.UTC), clash="copy")

    def begin(self, given: Mapping[str, str]) -> Imported:
        """A new workshop from nothing but its title and what else is known. Raises Unfit."""
        model = beginning.empty_workshop(given)
        return exchange.import_model(self.database, model, now=dt.datetime.now(dt.UTC), clash="copy")

    def open_sample(self, name: str) -> Imported:
        """A shipped sample, taken in unless it is there. Raises NotFound."""
        content, path = library.sample(name)
        return exchange.import_file(self.database, content, path, now=dt.datetime.now(dt.UTC), clash="keep")

    def remove(self, id: str) -> None:
        """Removes a workshop for good. Raises NotFound."""
        exchange.remove(self.database, id)
        with self._lock:
            self._cases.pop(id, None)
            self._read_at.pop(id, None)


def _missing() -> NotFound:
    return NotFound("There is no such workshop.", "It may have been removed; the list shows those there are.")


def opened(model: Model, origin: str = "", seq: int = 0) -> Case:
    """A workshop with its analysis and findings, which speak the client's words."""
    analysis = analyse(model)
    labels = labels_of(model)
    findings = tuple(retold(labels, one) for one in check(model, analysis))
    return Case(model.workshop.id, model, analysis, findings, origin, seq)


@lru_cache(maxsize=1)
def shipped_templates() -> tuple[Shipped, ...]:
    """Every template that touchmap ships; read once, they do not change while it runs."""
    return tuple(
        _shipped(
            one.name,
            library.template_model(one.name),
            (
                ("Version", one.version),
                ("Made by", one.made_by),
                ("Based on", one.source),
                ("Licence", one.licence),
            ),
        )
        for one in library.templates()
    )


@lru_cache(maxsize=1)
def shipped_samples() -> tuple[Shipped, ...]:
    """Every sample workshop that touchmap ships."""
    found = []
    for name in library.samples():
        try:
            found.append(_shipped(name, exchange.read_bytes(*library.sample(name)), ()))
        except UnreadableWorkshop as error:  # one broken file must not hide the others
            LOG.warning("the sample %s cannot be read: %s", name, error)
    return tuple(found)


def _shipped(name: str, model: Model, origin: tuple[tuple[str, str], ...]) -> Shipped:
    shop = model.workshop
    stages = [stage.name for journey in model.journeys for stage in model.stages(journey.id)]
    return Shipped(
        name,
        shop.title,
        shop.industry or "",
        shop.summary or "",
        tuple((word, said) for word, said in origin if said),
        len(model.numbers),
        tuple((stage, stage_colour(place)) for place, stage in enumerate(stages)),
        opened(model),
    )

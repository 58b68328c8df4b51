"""The participants of bench/room.py: each joins, listens, loads its page again when the marks say so, and gives what is asked.

One process with one loop. A fifth of them sit where the Wi-Fi is bad: their requests are cut in half, stall, or lose their
answer, their streams drop; they come back and send the same again under the same numbers, as the phone's script does.
"""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from room_wire import CUT, LOST, STALL, Dropped, Wire, chunks

HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')
CROWD = 1.2  # seconds over which phones spread what they ask for; the stream may say more
AGAIN = 0.5  # seconds until something that failed is sent again
MISHAPS = (CUT, LOST, LOST, STALL)
GIVEN = re.compile(rb'data-count="given">(\d+)')


@dataclass
class Told:
    """What the phones saw, for the checks: moments are of the machine's one clock, in seconds."""

    joins: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    given: list[tuple[float, str, int, dict[str, str]]] = field(
        default_factory=list
    )  # when answered, kind, who, what
    took: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    bytes: int = 0
    heard: dict[int, list[tuple[float, int]]] = field(default_factory=dict)  # by phone: when, how many given
    mishaps: int = 0
    shown: list[int] = field(default_factory=list)  # the number given that each phone's page says


class Phone:
    """One participant."""

    def __init__(self, number: int, address: tuple[str, int], door: str, flaky: bool, told: Told) -> None:
        self.number, self.door, self.flaky, self.told = number, door, flaky, told
        self.wire, self.pages = Wire(address), Wire(address)
        self.chance = random.Random(number)
        self.fields: dict[str, str] = {}
        self.mark: dict[str, Any] = {}
        self.seen: dict[str, str] = {}
        self.changes: dict[str, str] = {}  # the marks to which what the stream told of the notes leads
        self.page = b""
        self.asking = asyncio.Event()
        self.turn, self.look_turn = (
            asyncio.Lock(),
            asyncio.Lock(),
        )  # a connection carries one request at a time
        self.tasks: list[asyncio.Task[None]] = []

    async def join(self) -> None:
        """Comes in as a browser without a cache does, and opens its stream."""
        began = time.monotonic()
        path = f"/join/{self.door}"
        page = await self.wire.ask("GET", path)
        form = dict(HIDDEN.findall(page.body.decode()))
        form = {name: html.unescape(value) for name, value in form.items() if name in ("form_key", "k")}
        form |= {"name": f"Person {self.number}"}
        mishap = LOST if self.flaky and self.chance.random() < 0.3 else ""
        try:
            answer = await self.wire.ask("POST", path.partition("?")[0], form, mishap=mishap)
        except Dropped:
            self.told.mishaps += 1
            answer = await self.wire.ask("POST", path.partition("?")[0], form)
        if answer.status != 303:
            self.told.refused.append(f"{answer.status} when joining")
            return
        answer = await self.wire.ask("GET", "/room")
        if answer.status != 200:
            self.told.refused.append(f"{answer.status} for the page")
            return
        self._take(answer.body)
        for asset in dict.fromkeys(ASSETS.findall(answer.body.decode())):
            await self.wire.ask("GET", asset)
        self.told.joins.append(time.monotonic() - began)
        self.pages.cookies = self.wire.cookies
        self.tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._follow())]

    def _take(self, page: bytes) -> None:
        self.page = page
        text = page.decode()
        self.fields = {name: html.unescape(value) for name, value in HIDDEN.findall(text)} or self.fields
        self.seen = dict(re.findall(r'data-(key|step|rest|notes)="([^"]*)"', text))

    async def _listen(self) -> None:
        """The stream, over and over; who is flaky loses it now and then."""
        while True:
            with suppress(OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
                reader, writer = await self.pages.stream("/room/events")
                try:
                    ends = self.chance.uniform(5, 20) if self.flaky else None
                    with suppress(TimeoutError):
                        async with asyncio.timeout(ends):
                            async for piece in chunks(reader):
                                self._hear(piece)
                finally:
                    writer.transport.abort()
            await asyncio.sleep(self.chance.uniform(0.5, 2))

    def _hear(self, piece: bytes) -> None:
        at = piece.rfind(b"event: room\ndata: ")
        if at < 0:
            return
        now = time.monotonic()
        self.mark = json.loads(piece[at + 18 :].split(b"\n", 1)[0])
        self.told.heard[self.number].append((now, self.mark["given"]))
        if "change" in self.mark:
            self.changes[self.mark["change"]["upon"]] = self.mark["notes"]
        self.asking.set()

    async def _follow(self) -> None:
        """Loads the step again when the marks say that it looks otherwise, as the phone's script does."""
        while True:
            await self.asking.wait()
            self.asking.clear()
            moved = self.seen.get("step") != self.mark.get("step")
            self._catch_up()
            if not moved and all(self.seen.get(name) == self.mark.get(name) for name in ("rest", "notes")):
                continue
            if not moved:
                await asyncio.sleep(self.chance.random() * self.mark.get("crowd", CROWD))
            await self.look()

    def _catch_up(self) -> None:
        """Follows what the stream told of the notes, as far as it leads."""
        for _ in range(len(self.changes)):
            if self.seen.get("notes") == self.mark.get("notes"):
                return
            following = self.changes.get(self.seen.get("notes", ""))
            if following is None:
                return
            self.seen["notes"] = following

    async def look(self) -> None:
        """Asks for the step."""
        began = time.monotonic()
        with suppress(OSError, EOFError, TimeoutError):
            async with self.look_turn:
                answer = await self.pages.ask("GET", "/room/step")
            if answer.status == 200:
                self._take(answer.body)
                self.told.pages.append(time.monotonic() - began)
                self.told.bytes += len(answer.body)
            else:
                self.told.refused.append(f"{answer.status} for the step")

    async def give(self, step: str, kind: str, what: dict[str, str]) -> None:
        """Gives something, again and again under the same number until it is answered."""
        form = {name: value for name, value in self.fields.items() if name in ("form_key", "promised")}
        form |= what | {"sending": f"s-{self.number}-{self.chance.getrandbits(48):x}"}
        path, began = f"/room/{step}/{kind}", time.monotonic()
        mishaps = self.chance.sample(MISHAPS, 2) if self.flaky and self.chance.random() < 0.4 else []
        while True:
            mishap = mishaps.pop() if mishaps else ""
            wait = self.chance.uniform(0.5, 3) if mishap == STALL else self.chance.uniform(0, 0.05)
            self.told.mishaps += bool(mishap)
            try:
                async with self.turn:
                    answer = await self.wire.ask("POST", path, form, "application/json", mishap, wait)
            except (Dropped, OSError, EOFError, TimeoutError):
                await asyncio.sleep(self.chance.uniform(0, AGAIN))
                continue
            if answer.status in (429, 503) or answer.status >= 500:
                await asyncio.sleep(self.chance.uniform(AGAIN, 3 * AGAIN))
                continue
            break
        now = time.monotonic()
        if answer.status != 200:
            self.told.refused.append(f"{answer.status} for {kind}: {answer.body[:160]!r}")
            return
        self.told.given.append((now, kind, self.number, what))
        if not self.flaky:
            self.told.took.append(now - began)

    def stop(self) -> None:
        """Goes."""
        for task in self.tasks:
            task.cancel()
        self.wire.close()
        self.pages.close()


class Crowd:
    """All phones of the process, and what the bench has them do."""

    def __init__(self, address: tuple[str, int], door: str, count: int, flaky: float) -> None:
        self.told = Told(heard={number: [] for number in range(count)})
        every = round(1 / flaky) if flaky else 0
        self.phones = [
            Phone(number, address, door, bool(every) and number % every == 0, self.told)
            for number in range(count)
        ]

    async def over(self, seconds: float, work: list[Callable[[], Awaitable[None]]]) -> None:
        """Begins every piece of work at its own moment in so many seconds, whether or not those before are done."""
        begin = time.monotonic()

        async def one(place: int, deed: Callable[[], Awaitable[None]]) -> None:
            await asyncio.sleep(max(0.0, begin + place * seconds / len(work) - time.monotonic()))
            await deed()

        await asyncio.gather(*(one(place, deed) for place, deed in enumerate(work)))

    async def join(self, seconds: float) -> None:
        """Everybody comes in."""
        await self.over(seconds, [phone.join for phone in self.phones])

    async def wait_for(self, step: str, seconds: float = 20) -> None:
        """Everybody's page is at a step and can be written in."""
        ends = time.monotonic() + seconds
        want = f"/room/{step}/".encode()
        while not all(want in phone.page for phone in self.phones) and time.monotonic() < ends:
            await asyncio.sleep(0.05)

    async def notes(self, step: str, seconds: float, each: int, places: list[str]) -> None:
        """Everybody writes; what is written can be told from everything else."""
        await self.wait_for(step)
        work = [self._note(phone, step, turn, places) for turn in range(each) for phone in self.phones]
        await self.over(seconds, work)

    async def again(self, step: str, seconds: float, places: list[str]) -> None:
        """Everybody writes their note anew, so that there are never more of them."""
        await self.wait_for(step)
        turn = time.monotonic_ns()
        work = [self._note(phone, step, 0, places[:1], f" It was {turn}.") for phone in self.phones]
        await self.over(seconds, work)

    def _note(
        self, phone: Phone, step: str, turn: int, places: list[str], more: str = ""
    ) -> Callable[[], Awaitable[None]]:
        name = f"{phone.number}-{turn}-{step[-6:]}"
        text = f"Words {name} of a guest who waited too long at the desk.{more}"
        what = {"nonce": f"n-{name}", "text": text}
        if places:
            what["touchpoint"] = phone.chance.choice(places)
        return lambda: phone.give(step, "note", what)

    async def ratings(self, step: str, seconds: float, places: list[str]) -> None:
        """Everybody rates every touchpoint."""
        await self.wait_for(step)
        work = [self._rating(phone, step, place) for place in places for phone in self.phones]
        await self.over(seconds, work)

    def _rating(self, phone: Phone, step: str, place: str) -> Callable[[], Awaitable[None]]:
        chance = phone.chance
        what = {
            "touchpoint": place,
            "emotion": str(chance.randint(-2, 2)),
            "importance": str(chance.randint(1, 5)),
        }
        return lambda: phone.give(step, "rating", what)

    async def votes(self, step: str, seconds: float, proposals: list[str], dots: int, over: bool) -> None:
        """Everybody gives their dots, one by one; `over`: and then tries one more, which must be refused."""
        await self.wait_for(step)
        work = [self._vote(phone, step, proposal) for proposal in proposals[:dots] for phone in self.phones]
        await self.over(seconds, work)
        if over:
            extra = [self._vote(phone, step, proposals[dots]) for phone in self.phones[:20]]
            before = len(self.told.refused)
            await self.over(0.2, extra)
            turned_away = [said for said in self.told.refused[before:] if said.startswith("409")]
            del self.told.refused[before:]
            if len(turned_away) != len(extra):
                self.told.refused.append(f"{len(extra) - len(turned_away)} dots were taken beyond the budget")

    def _vote(self, phone: Phone, step: str, proposal: str) -> Callable[[], Awaitable[None]]:
        return lambda: phone.give(step, "vote", {"opportunity": proposal, "dots": "1"})

    async def shown(self) -> None:
        """The number given that everybody's page says when it is loaded now."""
        await self.over(2, [phone.look for phone in self.phones])
        self.told.shown = [int(found[1]) if (found := GIVEN.search(p.page)) else -1 for p in self.phones]

    async def loaded(self, seconds: float) -> None:
        """Until everybody has loaded the step again."""
        ends = time.monotonic() + seconds
        while len(self.told.pages) < len(self.phones) and time.monotonic() < ends:
            await asyncio.sleep(0.05)

    async def rest(self, seconds: float) -> None:
        """Nobody does anything."""
        await asyncio.sleep(seconds)


def crowd(address: tuple[str, int], door: str, count: int, flaky: float, pipe: Connection) -> None:
    """The process of the phones: does what it is told by name, and answers each time with what was seen since."""
    asyncio.run(_obey(Crowd(address, door, count, flaky), pipe))


async def _obey(everybody: Crowd, pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    while True:
        name, *arguments = await loop.run_in_executor(None, pipe.recv)
        if name == "stop":
            break
        await getattr(everybody, name)(*arguments)
        told = everybody.told
        pipe.send(told)
        fresh = Told(heard={number: heard[-1:] for number, heard in told.heard.items()})
        everybody.told = fresh
        for phone in everybody.phones:
            phone.told = fresh
    for phone in everybody.phones:
        phone.stop()
    pipe.send(None)

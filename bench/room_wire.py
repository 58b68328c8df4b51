"""A participant's connection for bench/room.py: HTTP/1.1 over one asyncio socket, with the mishaps of bad Wi-Fi on purpose."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: ([^=;\r]+)=([^;\r]*)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: chunked", re.IGNORECASE)
PATIENCE = 60.0  # seconds
CUT, LOST, STALL = (
    "cut",
    "lost",
    "stall",
)  # half a request; a whole one, its answer unread; half, and later the rest


class Dropped(Exception):
    """The connection went away on purpose, with or without the request having arrived."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    head: bytes
    body: bytes


class Wire:
    """One connection, opened when it is needed and again after it went away; keeps cookies."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._host = "{}:{}".format(*address)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.cookies: dict[str, str] = {}

    async def ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        accept: str = "text/html",
        mishap: str = "",
        wait: float = 0.0,
    ) -> Answer:
        """One request. Raises Dropped after a mishap that leaves no answer, OSError or EOFError when the server is gone.

        A connection that the server had ended while it was quiet is opened again, as browsers do.
        """
        again = self._reader is not None
        try:
            return await self._ask(method, path, form, accept, mishap, wait)
        except (OSError, EOFError):
            if not again or mishap:
                raise
            return await self._ask(method, path, form, accept, mishap, wait)

    async def _ask(
        self, method: str, path: str, form: dict[str, str] | None, accept: str, mishap: str, wait: float
    ) -> Answer:
        body = urlencode(form).encode() if form is not None else b""
        sent = self._head(method, path, accept, body if form is not None else None) + body
        half = len(sent) - len(body) // 2 - 1
        try:
            async with asyncio.timeout(PATIENCE):
                if self._reader is None or self._writer is None:
                    self._reader, self._writer = await asyncio.open_connection(*self._address, limit=1 << 22)
                self._writer.write(sent[:half] if mishap in (CUT, STALL) else sent)
                await self._writer.drain()
                if mishap:
                    await asyncio.sleep(wait)
                if mishap == STALL:
                    self._writer.write(sent[half:])
                elif mishap:
                    raise Dropped
                return await self._answer(self._reader)
        except BaseException:
            self.close()
            raise

    def _head(self, method: str, path: str, accept: str, body: bytes | None) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", f"Accept: {accept}"]
        lines.append(f"Origin: http://{self._host}")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode()

    async def _answer(self, reader: asyncio.StreamReader) -> Answer:
        head = await reader.readuntil(b"\r\n\r\n")
        for name, value in COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        status = int(head[9:12])
        if found := LENGTH.search(head):
            body = await reader.readexactly(int(found[1]))
        elif CHUNKED.search(head):
            body = b"".join([piece async for piece in chunks(reader)])
        else:
            body = b"" if status in (204, 304) else await reader.read()
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return Answer(status, head, body)

    def close(self) -> None:
        """Ends the connection at once."""
        if self._writer is not None:
            with suppress(OSError, RuntimeError):
                self._writer.transport.abort()
        self._reader = self._writer = None

    async def stream(self, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A second connection that has asked for events and was told that they come. Raises OSError, EOFError."""
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(*self._address, limit=1 << 22)
            writer.write(self._head("GET", path, "text/event-stream", None))
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head[:20]:
                writer.transport.abort()
                raise EOFError(head[:40].decode(errors="replace"))
            return reader, writer


async def chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The chunks of an answer, until the last. Raises EOFError when the connection ends before."""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)

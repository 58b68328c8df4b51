"""Messages between the engine and its children: a length and JSON."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_HEAD = struct.Struct("<I")


def packed(message: dict[str, Any]) -> bytes:
    """The message as bytes to be written to a pipe."""
    text = json.dumps(message, separators=(",", ":")).encode("ascii")
    return _HEAD.pack(len(text)) + text


def read(pipe: BinaryIO) -> dict[str, Any] | None:
    """The next message; None when the other side has closed."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    text = pipe.read(length)
    if len(text) < length:
        return None
    message: dict[str, Any] = json.loads(text)
    return message


def taken(buffer: bytearray) -> dict[str, Any] | None:
    """Take one message out of what has arrived so far; None when it is not all there yet."""
    if len(buffer) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack_from(buffer)
    end = _HEAD.size + length
    if len(buffer) < end:
        return None
    message: dict[str, Any] = json.loads(bytes(buffer[_HEAD.size : end]))
    del buffer[:end]
    return message

"""Messages between the engine and its children: a length, a line of JSON, and bytes that go with it."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_HEAD = struct.Struct("<II")
LARGEST = 1 << 30


def packed(message: dict[str, Any], content: bytes = b"") -> bytes:
    """The message as bytes to be written to a pipe."""
    text = json.dumps(message, separators=(",", ":")).encode("ascii")
    return _HEAD.pack(len(text), len(content)) + text + content


def read(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next message and its bytes; None when the other side has closed."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    text_length, content_length = _HEAD.unpack(head)
    if text_length + content_length > LARGEST:
        raise ValueError("a message that is too long")
    text, content = pipe.read(text_length), pipe.read(content_length)
    if len(text) < text_length or len(content) < content_length:
        return None
    return json.loads(text), content


def taken(buffer: bytearray) -> dict[str, Any] | None:
    """Take one message without bytes out of what has arrived so far; None when it is not all there yet."""
    if len(buffer) < _HEAD.size:
        return None
    length, _ = _HEAD.unpack_from(buffer)
    end = _HEAD.size + length
    if len(buffer) < end:
        return None
    message: dict[str, Any] = json.loads(bytes(buffer[_HEAD.size : end]))
    del buffer[:end]
    return message

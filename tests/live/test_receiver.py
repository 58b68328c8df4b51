"""A receiver's queue is bounded, and a connection that takes only part of a frame gets the rest in order."""

from __future__ import annotations

import threading

from touchmap.live import receiver
from touchmap.live.frames import event, frame
from touchmap.live.receiver import Receiver
from touchmap.services.bookkeeping import Who

ANN = Who("a", "Ann")


class Narrow:
    """A connection that takes a few bytes at a time, or none."""

    def __init__(self, takes: int) -> None:
        self.takes, self.got, self.is_cut = takes, b"", False

    def write(self, data: bytes) -> int:
        if not self.takes:
            raise BlockingIOError
        self.got += data[: self.takes]
        return min(self.takes, len(data))

    def send_all(self, data: bytes) -> None:
        self.got += data

    def cut(self) -> None:
        self.is_cut = True

    def is_gone(self) -> bool:
        return False


def chunks(text: bytes) -> bytes:
    """The body that chunks carry."""
    found = b""
    while text:
        size, _, rest = text.partition(b"\r\n")
        length = int(size, 16)
        assert rest[length : length + 2] == b"\r\n"
        found, text = found + rest[:length], rest[length + 2 :]
    return found


def test_what_waits_is_joined_and_the_last_frame_is_the_last() -> None:
    one = Receiver("w", ANN, 0)
    one.offer(frame(b"a"))
    one.offer(frame(b"b", b"c"))
    one.end(frame(b"end"))
    one.offer(frame(b"too late"))
    assert list(one.body()) == [b"abcend"]


def test_frames_on_a_narrow_connection_arrive_whole_and_in_order() -> None:
    for takes in (0, 1, 7, 1_000):
        wire = Narrow(takes)
        one = Receiver("w", ANN, 0, wire)
        said = [event("change", {"n": number}, number) for number in range(5)]
        one.offer(frame(said[0]))
        body = one.body()
        one.end(frame(said[1]))
        assert list(body) == []
        assert chunks(wire.got) == said[0] + said[1]


def test_frames_that_come_while_somebody_sends_stay_in_order() -> None:
    for takes in (0, 3, 1_000):
        wire = Narrow(takes)
        one = Receiver("w", ANN, 0, wire)
        sender = threading.Thread(target=list, args=(one.body(),))
        sender.start()
        said = [b"frame %d" % number for number in range(50)]
        for text in said:
            one.offer(frame(text))
        one.end(frame(b"end"))
        sender.join(10)
        assert chunks(wire.got) == b"".join(said) + b"end"


def test_too_much_that_waits_drops_the_receiver_and_cuts_its_connection() -> None:
    wire = Narrow(0)
    one = Receiver("w", ANN, 0, wire)
    large = frame(b"x" * 100_000)
    for _ in range(receiver.MOST_PENDING // 100_000 + 1):
        assert not one.ended
        one.offer(large)
    assert (one.ended, wire.is_cut) == (True, True)
    many = Receiver("w", ANN, 0)
    for _ in range(receiver.MOST_FRAMES + 1):
        many.offer(frame(b"x"))
    assert many.ended
    assert b"".join(many.body()) == b""

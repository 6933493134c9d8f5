"""The pieces of live updates that need no broker."""

import pytest

from api.live.frames import change_frame, parse_id, ready_frame
from api.live.ring import GAP, Change, Ring
from api.live.subscription import Subscription

NAME = "task.changed"


def ring_of(*offsets, size=10):
    ring = Ring(size)
    for offset in offsets:
        ring.add(Change(offset, b"ada" if offset % 2 else b"bob", NAME, b"%d" % offset))
    return ring


def offsets(found):
    return [change.offset for change in found]


def test_a_ring_gives_ones_own_changes_after_a_place():
    ring = ring_of(5, 6, 7, 8, 9)
    assert offsets(ring.after(5, b"ada")) == [7, 9]
    assert offsets(ring.after(9, b"ada")) == []


@pytest.mark.parametrize(("offset", "is_known"), [(3, False), (4, True), (9, True), (10, False)])
def test_a_ring_says_when_it_cannot_tell(offset, is_known):
    assert (ring_of(5, 6, 7, 8, 9).after(offset, b"ada") is not GAP) == is_known


def test_what_browsers_are_not_told_of_keeps_its_place_and_is_not_given():
    ring = ring_of(5)
    assert ring.add(Change(6, b"ada", "", b""))
    assert ring.add(Change(7, b"ada", "place.changed", b""))
    assert offsets(ring.after(5, b"ada")) == [7]


def test_a_frame_says_what_kind_of_change_it_is():
    assert b"\nevent: place.changed\n" in change_frame(1, Change(2, b"ada", "place.changed", b"{}"))


def test_an_empty_ring_knows_nothing():
    assert Ring(3).after(0, b"ada") is GAP
    assert Ring(3).newest is None
    assert not Ring(3).knows(0)


def test_a_full_ring_forgets_the_oldest():
    ring = ring_of(*range(20), size=4)
    assert ring.after(14, b"ada") is GAP
    assert offsets(ring.after(15, b"ada")) == [17, 19]


def test_a_hole_empties_a_ring():
    ring = ring_of(5, 6)
    assert not ring.add(Change(9, b"ada", NAME, b""))
    assert ring.after(6, b"ada") is GAP
    assert offsets(ring.after(8, b"ada")) == [9]


def test_a_topic_that_begins_anew_empties_a_ring():
    ring = ring_of(500, 501)
    assert not ring.add(Change(0, b"ada", NAME, b""))
    assert ring.newest == 0


async def test_frames_leave_together_in_order():
    subscription = Subscription(b"ada", 3)
    for frame in (b"1", b"2", b"3"):
        subscription.send(frame)
    assert await subscription.take(1) == b"123"


async def test_silence_is_an_empty_answer():
    assert await Subscription(b"ada", 3).take(0.001) == b""


async def test_who_is_too_slow_is_let_go():
    subscription = Subscription(b"ada", 2)
    for frame in (b"1", b"2", b"3", b"4"):
        subscription.send(frame)
    assert await subscription.take(1) is None


async def test_nothing_follows_a_close():
    subscription = Subscription(b"ada", 2)
    subscription.send(b"1")
    subscription.close()
    subscription.send(b"2")
    assert await subscription.take(1) is None
    assert await subscription.take(1) is None


def test_a_line_end_in_the_data_cannot_end_the_event():
    frame = change_frame(1, Change(2, b"ada", NAME, b'{"a":"\r\n\r\nevent: forged"}'))
    assert frame.count(b"\n") == 4
    assert b"\r" not in frame


def test_ready_without_a_newest_change_moves_no_place():
    assert b"id:" not in ready_frame(1, None)
    assert b"id: 1:7\n" in ready_frame(1, 7)


@pytest.mark.parametrize(
    "text", ["", "1", "1:", ":1", "1:2:3", "-1:2", "a:b", "1:2\n", "\u0661:2", "9" * 30 + ":1"]
)
def test_an_id_that_is_none_of_ours_is_none(text):
    assert parse_id(text) is None

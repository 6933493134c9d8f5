"""Dead-letter topics become rows, byte for byte, whatever stands in them."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from shared.core.clock import SystemClock
from shared.db.repositories.pauses import delete_pause, insert_pause
from tests.integration.deadletters.harness import (
    AT,
    DLQ,
    USER,
    FakeRecord,
    Graveyard,
    completed,
    own_headers,
    story,
)
from tests.waiting import eventually
from workers.deadletters.mirror import STATEMENT_BYTES, Mirror
from workers.runtime.pausing import PauseSwitch
from workers.runtime.testing import RuntimeSignals


async def test_a_dead_letter_becomes_a_row_with_its_story(graveyard: Graveyard) -> None:
    event_id = UUID(int=99)
    headers = [*own_headers(event_id), *story(), ("x-redrive-count", b"1")]
    await graveyard.bury(headers, completed(3), key=str(USER).encode())
    async with graveyard.mirror():
        (letter,) = await graveyard.rows(1)
    listed = letter.listed
    assert (listed.event_type, listed.event_id, listed.user_id) == (
        "task.completed",
        str(event_id),
        USER,
    )
    assert (listed.topic, listed.partition, listed.record_offset) == ("dlq.task.completed", 0, 0)
    assert (listed.origin_topic, listed.origin_partition, listed.origin_offset) == (
        "task-events",
        3,
        41,
    )
    assert (listed.consumer_group, listed.failure_kind) == ("recurrence", "permanent")
    assert (listed.error_class, listed.error) == ("PermanentError", "no such series")
    assert (listed.fingerprint, listed.attempts) == ("0123456789abcdef", 4)
    assert listed.first_failed_at == datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)
    assert (listed.redrives, listed.state) == (1, "open")
    assert letter.record_value == completed(3)
    assert letter.record_key == str(USER).encode()
    assert letter.headers == [(name.encode(), value) for name, value in headers]
    assert letter.verdict == "ok"
    assert b'dead_letters_mirrored_total{event_type="task.completed"} 1.0' in (
        graveyard.metrics.render()
    )


async def test_hostile_records_are_stored_too_and_nothing_waits_behind_them(
    graveyard: Graveyard,
) -> None:
    many = [(f"h{number}", b"v" * 50) for number in range(500)]
    hostile = [
        [("ce_type", b"\x00\xff\xfe"), ("x-error", b"nul \x00 and \xff\xfe bytes" * 400)],
        story(attempts="9" * 18, original_partition="9" * 18, original_offset="9" * 30),
        story(first_failed_at="0001-01-01T00:00:00+14:00", last_failed_at="soon"),
        [*story(group="g" * 5_000, error_class="\x00" * 300, fingerprint="f" * 9_000), *many],
        [("ce_id", b"x" * 9_000), ("ce_subject", b"s" * 9_000), ("ce_userid", b"nobody")],
        [("x-redrive-count", b"9" * 18), ("x-redrive-count", b"1")],
    ]
    for headers in hostile:
        await graveyard.bury(headers, b"\x00\xff not json")
    big = b"\x00" * (2 * 1024 * 1024 - 200)
    await graveyard.bury([], big, key=None, event_type="unknown")
    await graveyard.bury([("a", b"b")], b"", key=None)
    await graveyard.bury()
    async with graveyard.mirror():
        letters = await graveyard.rows(len(hostile) + 3)
    by_offset = {
        each.listed.record_offset: each for each in letters if each.listed.topic == DLQ.topic
    }
    first = by_offset[0]
    assert first.listed.event_type == "unknown"
    assert first.header_values[1] == b"nul \x00 and \xff\xfe bytes" * 400
    assert first.listed.error is not None
    assert first.listed.error.startswith("nul \ufffd and \ufffd\ufffd bytes")
    assert len(first.listed.error) == 2_000
    second = by_offset[1].listed
    assert (second.attempts, second.origin_partition) == (2**31 - 1, 10**18 - 1)
    assert second.origin_offset == 2**63 - 1
    assert by_offset[2].listed.first_failed_at is None
    assert len(by_offset[3].headers) == 511
    assert by_offset[4].listed.user_id is None
    assert by_offset[5].listed.redrives == 2**31 - 1
    assert by_offset[6].record_key is None
    assert by_offset[7].listed.error == "no such series"
    (huge,) = [each for each in letters if each.listed.topic == "dlq.unknown"]
    assert huge.record_value == big
    assert all(
        each.record_value == b"\x00\xff not json"
        for offset, each in by_offset.items()
        if offset < 6
    )


async def test_a_record_that_postgresql_refuses_is_stored_with_less(graveyard: Graveyard) -> None:
    async with graveyard.db.unit_of_work() as uow:
        for name, condition in (("texts", "subject <> 'refuse'"), ("body", "record_key <> 'all'")):
            await uow.connection.execute(
                text(f"ALTER TABLE dead_letters ADD CONSTRAINT no_{name} CHECK ({condition})")
            )
    try:
        refused = [(name, b"refuse" if name == "ce_subject" else v) for name, v in own_headers()]
        await graveyard.bury()
        await graveyard.bury(refused)
        await graveyard.bury(key=b"all")
        await graveyard.bury()
        async with graveyard.mirror():
            letters = await graveyard.rows(4)
    finally:
        async with graveyard.db.unit_of_work() as uow:
            for name in ("texts", "body"):
                await uow.connection.execute(
                    text(f"ALTER TABLE dead_letters DROP CONSTRAINT no_{name}")
                )
    letters.sort(key=lambda each: each.listed.record_offset)
    whole, without_texts, without_bytes, last = letters
    assert whole.listed.error == last.listed.error == "no such series"
    assert without_texts.record_value == completed()
    assert len(without_texts.headers) == len(refused)
    assert without_texts.listed.error is not None
    assert "refused" in without_texts.listed.error
    assert (without_bytes.record_key, without_bytes.record_value) == (None, None)
    assert without_bytes.listed.error is not None
    assert (
        "CheckViolationError); it stands in dlq.task.completed/0 at 2."
        in without_bytes.listed.error
    )
    assert without_bytes.verdict == "no_group"


async def test_a_record_that_comes_again_makes_no_second_row(graveyard: Graveyard) -> None:
    mirror = Mirror(graveyard.db, graveyard.metrics)
    records = [FakeRecord(story(), offset=number) for number in (1, 2, 2)]
    await mirror.process(DLQ, records)
    await mirror.process(DLQ, records[:2])
    assert len(await graveyard.rows(2)) == 2
    again = FakeRecord(story(), offset=1, timestamp=records[0].timestamp + 1)
    await mirror.process(DLQ, [again])  # the topic was made anew
    assert len(await graveyard.rows(3)) == 3


async def test_impossible_timestamps_and_headers_without_a_value_are_taken(
    graveyard: Graveyard,
) -> None:
    nothing: list = [("ce_id", None), ("x-error", None), ("", b"")]
    records = [
        FakeRecord(nothing, offset=1, timestamp=-1),
        FakeRecord(nothing, offset=2, timestamp=2**62, value=None, key=None),
        FakeRecord([("\ud800", b"lone")], offset=3),
    ]
    await Mirror(graveyard.db, graveyard.metrics).process(DLQ, records)
    first, second, third = await graveyard.rows(3)
    assert first.listed.recorded_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert second.listed.recorded_at.year == 3000
    assert first.headers == [(b"ce_id", None), (b"x-error", None), (b"", b"")]
    assert third.headers == [(b"\xed\xa0\x80", b"lone")]


async def test_large_bodies_are_written_in_portions(graveyard: Graveyard) -> None:
    value = b"x" * (STATEMENT_BYTES // 2 + 1)
    records = [FakeRecord(value=value, offset=number) for number in range(5)]
    await Mirror(graveyard.db, graveyard.metrics).process(DLQ, records)
    assert [each.record_value for each in await graveyard.rows(5)] == [value] * 5


async def test_nothing_is_mirrored_while_the_worker_is_paused(graveyard: Graveyard) -> None:
    async with graveyard.db.unit_of_work() as uow:
        await insert_pause(uow.connection, "deadletters", "olga", "maintenance", AT)
    switch = PauseSwitch(graveyard.db, "deadletters", SystemClock(), graveyard.metrics)
    await switch._look()
    signals = RuntimeSignals()
    signals.listen()
    await graveyard.bury()
    async with graveyard.mirror(pause=switch, signals=signals) as loop:

        async def has_record() -> bool:
            return any(lane.waiting for lane in loop._partitions.lanes.values())

        await eventually(has_record)
        assert signals.handled.is_silent
        async with graveyard.db.unit_of_work() as uow:
            await delete_pause(uow.connection, "deadletters")
        await switch._look()
        await signals.handled.wait()
        assert len(await graveyard.rows(1)) == 1

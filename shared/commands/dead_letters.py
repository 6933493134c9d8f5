"""What operators do about dead letters: each function is one transaction with its audit entry.

Nothing here speaks to Kafka. An order is a row and the letters that wait for it; the dead-letters
worker executes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.commands.dead_letter_outcomes import (
    REFUSALS,
    NoneOpen,
    NotOpen,
    NotRedrivable,
    Preview,
    RedriveFinished,
    SelectionChanged,
    ValueInvalid,
    count_selection,
    paused_among,
)
from shared.commands.dead_letter_values import value_errors
from shared.commands.operations import checked_reason
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Actor
from shared.db.connection import Connection
from shared.db.repositories import audit, dead_letters, redrives
from shared.db.repositories.dead_letters import Letter, Selection
from shared.db.repositories.redrives import RedriveView
from shared.db.repositories.users import find_credentials
from shared.db.session import Database, UnitOfWork

MOST_LETTERS = 20_000
"""Letters that one order moves; the rest stays open for the next one.

100,000 took 12 s on a machine with six times as much to do as it has cores for, and PostgreSQL ends
a transaction after 15 s.
"""

MOST_IDS = 200

DEFAULT_RATE = 50.0
SLOWEST_RATE = 0.01
FASTEST_RATE = 1_000.0
LARGEST_VALUE_BYTES = 1024 * 1024
"""Of an edited value: what a main topic takes."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A redrive that has begun, and what of the selection it leaves alone."""

    redrive: RedriveView
    left: Preview


async def choose(
    db: Database,
    *,
    ids: Sequence[UUID] | None = None,
    event_type: str | None = None,
    error_class: str | None = None,
    fingerprint: str | None = None,
    user: str | None = None,
    group: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Selection:
    """The letters that fit everything that is given; `user` is an id or an e-mail address.

    Raises:
        InvalidInput: the time is no span, or there are too many ids.
        NotFound: no account has this address.
    """
    if since is not None and until is not None and until <= since:
        raise InvalidInput("/until", "span_empty", "`until` comes after `since`.")
    if ids is not None and len(ids) > MOST_IDS:
        raise InvalidInput("/ids", "too_many", f"At most {MOST_IDS} ids; or say what they share.")
    return Selection(
        ids=tuple(ids) if ids is not None else None,
        event_type=event_type,
        error_class=error_class,
        fingerprint=fingerprint,
        user_id=await _user_named(db, user) if user is not None else None,
        group=group,
        since=since,
        until=until,
    )


async def _user_named(db: Database, text: str) -> UUID:
    """The id that `text` is, whether or not the account exists still; else the address's."""
    try:
        return UUID(text)
    except ValueError:
        address = text.strip().lower()
    async with db.read() as connection:
        known = await find_credentials(connection, address)
    if known is None:
        raise NotFound("account", address[:100])
    return known.user_id


async def show_letter(db: Database, actor: Actor, letter_id: UUID) -> Letter:
    """The letter with its payload, which may be somebody's words: so that is on record.

    Raises:
        NotFound: there is none.
    """
    async with db.unit_of_work() as uow:
        letter = await _letter(uow.connection, letter_id)
        await audit.insert_entry(
            uow.connection, actor, "dead_letter.shown", str(letter_id), uow.now
        )
    return letter


async def preview(db: Database, selection: Selection, *, forced: bool) -> Preview:
    """What an order for this selection would come to; nothing is changed."""
    async with db.read() as connection:
        return await count_selection(connection, selection, forced=forced)


async def order_redrive(
    db: Database,
    actor: Actor,
    selection: Selection,
    *,
    reason: str,
    rate_per_second: float = DEFAULT_RATE,
    forced: bool = False,
    expected_count: int | None = None,
) -> Ordered:
    """The letters that fit wait to be sent to the retry topics of their groups, oldest first.

    Two such orders at once move each letter once. `forced` takes those that were redriven often,
    too.

    Raises:
        InvalidInput: the reason or the rate makes no sense.
        NoneOpen: nothing is left for this order.
        SelectionChanged: it is not `expected_count` letters.
    """
    _check_rate(rate_per_second)
    order = _Order(selection, checked_reason(reason), rate_per_second, forced)
    async with db.unit_of_work() as uow:
        redrive_id = await _write(uow, actor, order)
        total = await dead_letters.claim_for_redrive(
            uow.connection, selection, redrive_id, forced=forced, limit=MOST_LETTERS
        )
        left = await count_selection(uow.connection, selection, forced=forced, own=total)
        _check_count(expected_count, total, left.redrivable)
        if not total:
            raise NoneOpen(left)
        return await _begin(uow, actor, redrive_id, order, left)


async def redrive_one(
    db: Database,
    actor: Actor,
    letter_id: UUID,
    value: bytes | None,
    *,
    reason: str,
    forced: bool = False,
) -> Ordered:
    """The letter waits to be sent, with `value` in the place of its own if there is one.

    Its headers stay.

    `forced` takes a value that does not fit its event, and a letter that was redriven often.

    Raises:
        NotFound: there is no such letter.
        NotOpen: somebody has acted on it already.
        NotRedrivable: no worker would handle it.
        ValueInvalid: the value is no data of this event, or of another user.
        InvalidInput: there is no reason, or the value is too large.
    """
    if value is not None and len(value) > LARGEST_VALUE_BYTES:
        raise InvalidInput("/value", "too_large", f"At most {LARGEST_VALUE_BYTES} bytes.")
    selection = Selection(ids=(letter_id,))
    is_edited = value is not None
    order = _Order(selection, checked_reason(reason), DEFAULT_RATE, forced, is_edited=is_edited)
    async with db.unit_of_work() as uow:
        letter = await _letter(uow.connection, letter_id)
        _require_open(letter)
        _require_redrivable(letter, forced=forced)
        if value is not None and not forced and (errors := value_errors(letter, value)):
            raise ValueInvalid(errors)
        redrive_id = await _write(uow, actor, order)
        total = await dead_letters.claim_for_redrive(
            uow.connection, selection, redrive_id, forced=forced, limit=1
        )
        left = await count_selection(uow.connection, selection, forced=forced, own=total)
        if not total:  # it was open a moment ago
            raise NoneOpen(left)
        if value is not None:
            await dead_letters.set_edited_value(uow.connection, letter_id, value)
        return await _begin(uow, actor, redrive_id, order, left)


async def discard(
    db: Database,
    actor: Actor,
    selection: Selection,
    *,
    reason: str,
    expected_count: int | None = None,
) -> int:
    """The open letters that fit are closed for good; how many.

    Raises:
        InvalidInput: there is no reason.
        NoneOpen: nothing is left for this.
        SelectionChanged: it is not `expected_count` letters.
    """
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        total = await dead_letters.discard_letters(
            uow.connection,
            selection,
            by=actor.name,
            reason=checked,
            now=uow.now,
            limit=MOST_LETTERS,
        )
        _check_count(expected_count, total, 0)
        if not total:
            raise NoneOpen(await count_selection(uow.connection, selection, forced=True))
        await audit.insert_entry(
            uow.connection,
            actor,
            "dead_letter.discarded",
            f"{total} dead letters",
            uow.now,
            reason=checked,
            details={"selection": selection.described(), "letters": total},
        )
    return total


async def cancel_redrive(
    db: Database, actor: Actor, redrive_id: UUID, *, reason: str
) -> RedriveView:
    """The letters that were not sent yet are open again; those under way are not called back.

    Raises:
        InvalidInput: there is no reason.
        NotFound: there is no such redrive.
        RedriveFinished: every letter of it has its outcome.
    """
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        found = await redrives.lock_redrive(uow.connection, redrive_id)
        if found is None:
            raise NotFound("redrive", redrive_id)
        if found.finished_at is not None:
            raise RedriveFinished(
                f"{found.done} of its {found.total} dead letters were sent; nothing waits."
            )
        returned = await redrives.return_letters(uow.connection, redrive_id, uow.now)
        await redrives.finish_if_done(uow.connection, redrive_id, uow.now)
        await audit.insert_entry(
            uow.connection,
            actor,
            "redrive.cancelled",
            str(redrive_id),
            uow.now,
            reason=checked,
            details={"returned": returned},
        )
        after = await redrives.find_redrive(uow.connection, redrive_id)
        assert after is not None
    return after


@dataclass(frozen=True, slots=True)
class _Order:
    selection: Selection
    reason: str
    rate_per_second: float
    forced: bool
    is_edited: bool = False

    def described(self) -> dict[str, Any]:
        """Which letters, for the order's row and the audit log."""
        return self.selection.described() | ({"edited": True} if self.is_edited else {})


async def _write(uow: UnitOfWork, actor: Actor, order: _Order) -> UUID:
    """The order exists, for no letter yet; its id."""
    redrive_id = new_uuid7(uow.now)
    await redrives.insert_redrive(
        uow.connection,
        redrive_id,
        by=actor.name,
        reason=order.reason,
        selection=order.described(),
        forced=order.forced,
        rate_per_second=order.rate_per_second,
        now=uow.now,
    )
    return redrive_id


async def _begin(
    uow: UnitOfWork, actor: Actor, redrive_id: UUID, order: _Order, left: Preview
) -> Ordered:
    """The order is for the letters that wait for it, and on record."""
    connection = uow.connection
    groups = await redrives.groups_of(connection, redrive_id)
    total = sum(groups.values())
    await redrives.set_total(connection, redrive_id, total)
    await audit.insert_entry(
        connection,
        actor,
        "redrive.ordered",
        str(redrive_id),
        uow.now,
        reason=order.reason,
        details={
            "selection": order.described(),
            "letters": total,
            "groups": groups,
            "forced": order.forced,
        },
    )
    redrive = await redrives.find_redrive(connection, redrive_id)
    assert redrive is not None
    paused = await paused_among(connection, groups)
    return Ordered(redrive, replace(left, groups=groups, paused=paused))


async def _letter(connection: Connection, letter_id: UUID) -> Letter:
    letter = await dead_letters.find_letter(connection, letter_id)
    if letter is None:
        raise NotFound("dead letter", letter_id)
    return letter


def _require_open(letter: Letter) -> None:
    if letter.listed.state != "open":
        raise NotOpen(f"It is {letter.listed.state}.")


def _require_redrivable(letter: Letter, *, forced: bool) -> None:
    verdict = letter.verdict
    if verdict != "ok" and not (forced and verdict == "redriven_too_often"):
        raise NotRedrivable(f"It cannot be redriven: {REFUSALS[verdict]}.")


def _check_count(expected: int | None, actual: int, beyond_limit: int) -> None:
    if expected is not None and expected not in {actual, actual + beyond_limit}:
        raise SelectionChanged(expected, actual + beyond_limit)


def _check_rate(rate_per_second: float) -> None:
    if not SLOWEST_RATE <= rate_per_second <= FASTEST_RATE:
        raise InvalidInput(
            "/rate_per_second",
            "rate_range",
            f"From {SLOWEST_RATE:g} to {FASTEST_RATE:g} dead letters a second.",
        )

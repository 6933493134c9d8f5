"""One round: a random account, exported, deleted, imported into another one, exported again."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from typing_extensions import override

from shared.commands import transfers as commands
from shared.commands.accounts import NewAccount, sign_up
from shared.commands.governing import erase_own_account
from shared.core.clock import Clock
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.db.repositories import transfers as repository
from shared.db.repositories.transfer_reports import read_report
from shared.db.repositories.transfers import TransferView
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.interchange import native
from tools.try_roundtrip.changes import change
from tools.try_roundtrip.compare import differences
from tools.try_roundtrip.generate import ZONES, random_account
from workers.transfers.runner import Runner

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_MINUTES = 3 * 365 * 24 * 60
_SHOWN = 20
_PART_BYTES = 64 * 1024
_NOBODYS = "-"  # no password has this hash


class StandingClock(Clock):
    """Shows what it was set to, so that nothing becomes past between two exports."""

    def __init__(self) -> None:
        self._now = _BEGIN

    def set(self, now: datetime) -> None:
        """It is now then."""
        self._now = now

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def monotonic(self) -> float:
        return self._now.timestamp()


@dataclass(slots=True)
class Round:
    """What came of one; without findings all was as it should be."""

    seed: int
    records: int = 0
    refused: int = 0
    """Commands that were refused, which is as it should be."""
    findings: list[str] = field(default_factory=list)


async def try_round(db: Database, clock: StandingClock, seed: int) -> Round:
    """The same seed gives the same account. Transfers that wait in the database are worked on."""
    rng = Random(seed)  # noqa: S311 - accounts, not secrets
    clock.set(_BEGIN + timedelta(minutes=rng.randrange(_MINUTES), seconds=rng.randrange(60)))
    done = Round(seed)
    owner, other = await _account(db, seed, "a"), await _account(db, seed, "b")
    given = b"".join(native.write(random_account(rng, clock.now()), clock.now()))
    await _import(db, owner, given, done, "the first import")
    written = await export(db, owner)
    _compare(done, "written", given, written, is_planned=True)
    done.refused = await change(db, owner, rng, written)
    before = await export(db, owner)
    done.records = before.count(b"\n") - 2
    for form in ("csv", "ics"):
        await export(db, owner, form)
    await erase_own_account(db, owner, is_checked=True)
    clock.set(clock.now() + timedelta(minutes=1))
    await _work(db)
    async with db.read() as connection:
        if await find_user(connection, owner.user_id) is not None:
            done.findings.append("the account is still there")
    await _import(db, other, before, done, "the import of the export")
    _compare(done, "after export, wipe and import", before, await export(db, other))
    again = await _import(db, other, before, done, "the second import")
    if again.counts["unchanged"] != again.counts["rows"]:
        done.findings.append(f"the second import: not all unchanged, {again.counts}")
    _compare(done, "after the same again", before, await export(db, other))
    return done


async def _account(db: Database, seed: int, name: str) -> Principal:
    zone = Random(f"{seed}{name}").choice(ZONES)  # noqa: S311 - no secret
    email = f"roundtrip-{seed}-{name}@example.com"
    user = await sign_up(db, NewAccount(email, _NOBODYS, name, zone))
    return Principal(UserId(user.id))


def _compare(
    done: Round, when: str, before: bytes, after: bytes, *, is_planned: bool = False
) -> None:
    done.findings += [
        f"{when}: {each}" for each in differences(before, after, is_planned=is_planned)
    ]


async def _import(
    db: Database, owner: Principal, content: bytes, done: Round, name: str
) -> TransferView:
    transfer = await commands.begin_transfer(db, owner, "import", "rondel")
    for number, start in enumerate(range(0, len(content), _PART_BYTES)):
        await commands.add_part(db, transfer, number, content[start : start + _PART_BYTES])
    await commands.finish_upload(db, transfer, len(content))
    ended = await _ended(db, owner, transfer)
    counts = ended.counts
    if ended.state != "done" or counts["rows"] != counts["taken"] + counts["unchanged"]:
        async with db.read() as connection:
            rows = await read_report(connection, transfer.id, 0, _SHOWN)
        told = [(row.outcome, row.reasons, row.excerpt) for row in rows]
        done.findings.append(f"{name}: {ended.state}, {ended.error}, {counts}, {told}")
    return ended


async def export(db: Database, owner: Principal, form: str = "native") -> bytes:
    """The account as a worker exports it."""
    transfer = await commands.begin_transfer(db, owner, "export", form)
    await _ended(db, owner, transfer)
    content, number = b"", 0
    async with db.read() as connection:
        while part := await repository.read_part(connection, transfer.id, number):
            content += part
            number += 1
    return content


async def _ended(db: Database, owner: Principal, transfer: TransferView) -> TransferView:
    await _work(db)
    async with db.read() as connection:
        return await commands.load_transfer_in(
            connection, owner.user_id, transfer.id, transfer.kind
        )


async def _work(db: Database) -> None:
    while await Runner(db).run_one(asyncio.Event()):
        pass

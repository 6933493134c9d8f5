"""Imports, exports and the deletion of an account: ordered here, carried out by a worker."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shared.commands.changing import account_gone, lock_owner
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.connection import Connection
from shared.db.repositories import erasing
from shared.db.repositories import transfers as repository
from shared.db.repositories.sessions import end_sessions
from shared.db.repositories.transfers import TransferView
from shared.db.session import Database, UnitOfWork

MOST: Final = 20


class TransferNotReady(Conflict):
    """The transfer is in another state than this needs."""

    code = "transfer.not_ready"
    title = "This transfer is not in a state for that"


class TooManyTransfers(Conflict):
    """Files are kept for days; old ones have to be deleted first."""

    code = "transfer.too_many"
    title = "There are too many transfers"


async def begin_transfer(
    db: Database,
    principal: Principal,
    kind: str,
    format_name: str,
    *,
    options: dict[str, Any] | None = None,
    is_dry_run: bool = False,
    file_name: str | None = None,
) -> TransferView:
    """An import waits for its file, an export for a worker.

    Raises:
        TooManyTransfers: the account has as many of this kind as it may.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if await repository.count_transfers(uow.connection, user.id, kind) >= MOST:
            raise TooManyTransfers(f"At most {MOST} of a kind: delete old ones.")
        transfer = replace(
            _new(user.id, kind, format_name, uow.now),
            options=options or {},
            is_dry_run=is_dry_run,
            state="uploading" if kind == "import" else "waiting",
            file_name=file_name,
        )
        await repository.insert_transfer(uow.connection, transfer)
        return transfer


def _new(user_id: UUID, kind: str, format_name: str, now: datetime) -> TransferView:
    return TransferView(
        id=new_uuid7(now),
        user_id=user_id,
        kind=kind,
        format=format_name,
        options={},
        is_dry_run=False,
        state="waiting",
        file_name=None,
        file_bytes=None,
        rows_total=None,
        rows_done=0,
        counts={},
        error=None,
        created_at=now,
        started_at=None,
        finished_at=None,
    )


async def add_part(db: Database, transfer: TransferView, number: int, content: bytes) -> None:
    """The file is longer by this part.

    Raises:
        TransferNotReady: the upload was given up meanwhile.
    """
    async with db.unit_of_work() as uow:
        if not await repository.add_part(uow.connection, transfer.id, number, content, uow.now):
            raise TransferNotReady("The upload was given up.")


async def finish_upload(db: Database, transfer: TransferView, size: int) -> TransferView:
    """The whole file is here and waits for a worker.

    Raises:
        InvalidInput: it is empty.
        TransferNotReady: the upload was given up meanwhile.
    """
    if size == 0:
        raise InvalidInput("/file", "file_empty", "The file is empty.")
    async with db.unit_of_work() as uow:
        if not await repository.finish_upload(uow.connection, transfer.id, size):
            raise TransferNotReady("The upload was given up.")
        return await load_transfer_in(uow.connection, transfer.user_id, transfer.id, "import")


async def load_transfer_in(
    connection: Connection, user_id: UUID, transfer_id: UUID, kind: str
) -> TransferView:
    """This user's transfer.

    Raises:
        NotFound: there is none.
    """
    found = await repository.find_transfer(connection, user_id, transfer_id, kind)
    if found is None:
        raise NotFound(kind, transfer_id)
    return found


async def cancel_transfer(
    db: Database, principal: Principal, transfer_id: UUID, kind: str
) -> TransferView:
    """Nobody goes on with it; what was committed stays. One that has ended stays as it is.

    Raises:
        NotFound: there is none.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await load_transfer_in(uow.connection, user.id, transfer_id, kind)
        await repository.cancel(uow.connection, user.id, transfer_id, uow.now)
        return await load_transfer_in(uow.connection, user.id, transfer_id, kind)


async def run_import(db: Database, principal: Principal, transfer_id: UUID) -> TransferView:
    """What the dry run showed waits to be carried out, without a second upload.

    Raises:
        NotFound: there is none.
        TransferNotReady: it was no dry run, or that has not ended well.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await load_transfer_in(uow.connection, user.id, transfer_id, "import")
        if not await repository.run_for_real(uow.connection, transfer_id):
            raise TransferNotReady("Only a dry run that is done can be carried out.")
        return await load_transfer_in(uow.connection, user.id, transfer_id, "import")


async def delete_transfer(db: Database, principal: Principal, transfer_id: UUID, kind: str) -> None:
    """It is gone with its file and report; what it brought stays.

    Raises:
        NotFound: there is none.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await load_transfer_in(uow.connection, user.id, transfer_id, kind)
        await repository.delete_transfer(uow.connection, user.id, transfer_id)


async def abandon_upload(db: Database, transfer: TransferView) -> None:
    """Nothing is left of an upload that broke off."""
    async with db.unit_of_work() as uow:
        await repository.delete_transfer(uow.connection, transfer.user_id, transfer.id)


async def order_erasure(uow: UnitOfWork, user_id: UUID) -> list[UUID]:
    """Nobody can use the account, locked by the caller, any more; a worker deletes what is its.

    Its devices are signed out; which were.

    Raises:
        Unauthenticated: the account is gone.
    """
    if not await erasing.close_account(uow.connection, user_id, uow.now):
        raise account_gone()
    await repository.insert_transfer(uow.connection, _new(user_id, "erase", "", uow.now))
    return await end_sessions(uow.connection, user_id, "erased", uow.now)

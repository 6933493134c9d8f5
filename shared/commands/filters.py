"""Saved filters: kept, changed, deleted. Each function is one transaction."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from shared.commands.changing import check_version, emit_place, lock_owner
from shared.commands.naming import checked_color, checked_name
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import saved_filters as repository
from shared.db.repositories.filter_owners import find_owner
from shared.db.repositories.filter_sql import check_filter
from shared.db.repositories.saved_filters import SavedFilterRow
from shared.db.session import Database, UnitOfWork
from shared.domain.filters import FilterInvalid, parse_filter
from shared.domain.task_orders import parse_sort
from shared.domain.tasks import UNSET, Unset

MOST_FILTERS: Final = 200


class FilterNameTaken(Conflict):
    """Another filter of this person has the name."""

    code = "filter.name_taken"
    title = "There is a filter of that name already"


@dataclass(frozen=True, slots=True)
class FilterPatch:
    """Fields to set; UNSET stays, None clears what can be cleared."""

    name: str | Unset = UNSET
    query: str | Unset = UNSET
    sort: str | Unset | None = UNSET
    color: str | Unset | None = UNSET
    is_favorite: bool | Unset = UNSET


async def create_filter(
    db: Database, principal: Principal, name: str, query: str, more: FilterPatch
) -> SavedFilterRow:
    """The filter is kept.

    Raises:
        FilterInvalid: the query cannot be meant.
        InvalidInput: another value cannot be meant, or there are too many filters.
        FilterNameTaken: another filter has the name.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        known = await repository.list_filters(uow.connection, user.id)
        if len(known) >= MOST_FILTERS:
            message = f"At most {MOST_FILTERS} filters: delete old ones."
            raise InvalidInput("", "filters_too_many", message)
        new = SavedFilterRow(
            new_uuid7(uow.now), user.id, "", "", None, None, False, 1, uow.now, uow.now
        )
        row = await _changed(uow, new, replace(more, name=name, query=query))
        _check_name_is_free(known, row)
        await repository.insert_filter(uow.connection, row)
        emit_place(uow, row.user_id, "filter", row.id)
        return row


async def patch_filter(
    db: Database, principal: Principal, filter_id: UUID, patch: FilterPatch, expected: int | None
) -> SavedFilterRow:
    """The fields of `patch` are changed.

    Raises:
        NotFound: no such filter of this user.
        VersionMismatch: `expected` is not the stored version.
        FilterInvalid: the query cannot be meant.
        InvalidInput: another value cannot be meant.
        FilterNameTaken: another filter has the name.
    """
    async with db.unit_of_work() as uow:
        before = await _lock(uow, principal, filter_id, expected)
        after = await _changed(uow, before, patch)
        if after == before:
            return before
        _check_name_is_free(await repository.list_filters(uow.connection, after.user_id), after)
        stored = replace(after, version=before.version + 1, updated_at=uow.now)
        if not await repository.update_filter(uow.connection, stored):
            raise RuntimeError(f"filter {filter_id} changed although its owner was locked")
        emit_place(uow, stored.user_id, "filter", stored.id)
        return stored


async def delete_filter(
    db: Database, principal: Principal, filter_id: UUID, expected: int | None
) -> None:
    """The filter is gone; no task changes.

    Raises:
        NotFound: no such filter of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        row = await _lock(uow, principal, filter_id, expected)
        await repository.remove_filter(uow.connection, row.id)
        emit_place(uow, row.user_id, "filter", row.id)


async def _lock(
    uow: UnitOfWork, principal: Principal, filter_id: UUID, expected: int | None
) -> SavedFilterRow:
    user = await lock_owner(uow, principal)
    row = await repository.find_filter(uow.connection, user.id, filter_id)
    if row is None:
        raise NotFound("filter", filter_id)
    check_version(row.version, expected)
    return row


async def _changed(uow: UnitOfWork, row: SavedFilterRow, patch: FilterPatch) -> SavedFilterRow:
    """The row with the fields of `patch`, each of them checked."""
    if not isinstance(patch.name, Unset):
        row = replace(row, name=checked_name(patch.name))
    if not isinstance(patch.query, Unset):
        row = replace(row, query=patch.query.strip())
        await _check_query(uow, row)
    if not isinstance(patch.sort, Unset):
        if patch.sort is not None:
            parse_sort(patch.sort)
        row = replace(row, sort=patch.sort)
    if not isinstance(patch.color, Unset):
        row = replace(row, color=checked_color(patch.color))
    if not isinstance(patch.is_favorite, Unset):
        row = replace(row, is_favorite=patch.is_favorite)
    return row


async def _check_query(uow: UnitOfWork, row: SavedFilterRow) -> None:
    try:
        node = parse_filter(row.query)
        owner = await find_owner(uow.connection, row.user_id, uow.now, node)
        if owner is not None:
            check_filter(node, owner)
    except FilterInvalid as error:
        error.pointer = "/query"
        raise


def _check_name_is_free(known: list[SavedFilterRow], row: SavedFilterRow) -> None:
    """The owner is locked, so nobody takes it meanwhile."""
    if any(other.name == row.name and other.id != row.id for other in known):
        raise FilterNameTaken(f"“{row.name}” is another filter.")

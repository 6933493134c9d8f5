"""Webhooks: subscriptions to events, kept, changed, tried and replayed. One transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson

from shared.commands.changing import check_version, lock_owner
from shared.commands.channels import Vault, with_new_secret
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.core.standard_webhooks import new_secret
from shared.db.repositories import webhook_deliveries as deliveries
from shared.db.repositories import webhooks as repository
from shared.db.repositories.webhook_deliveries import NewDelivery
from shared.db.repositories.webhooks import WebhookRow
from shared.db.session import Database, UnitOfWork
from shared.domain.channels import ChannelSettings, check_addresses
from shared.events.groups import WEBHOOKS_GROUP

MOST: Final = 20
REPLAYED_AT_ONCE: Final = 1_000
TEST_TYPE: Final = "webhook.test"
EVENT_TYPES: Final = tuple(sorted(WEBHOOKS_GROUP.types))


class TooManyWebhooks(Conflict):
    """The account has as many webhooks as it may have."""

    code = "webhook.too_many"
    title = "There are too many webhooks"


@dataclass(frozen=True, slots=True)
class WebhookPatch:
    """What is to be changed; None stays."""

    name: str | None = None
    url: str | None = None
    event_types: Sequence[str] | None = None
    is_enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook right after it was made, or got a new secret, which is shown this once."""

    row: WebhookRow
    secret: str = field(repr=False)


async def create_webhook(
    db: Database,
    principal: Principal,
    vault: Vault,
    *,
    name: str,
    url: str,
    event_types: Sequence[str],
) -> Made:
    """Events of these types are sent there from now on.

    Raises:
        InvalidInput: a value cannot be meant, or the URL leads where nothing may be sent.
        TooManyWebhooks: there are as many as there may be.
        ChannelsNotSet: this server cannot keep secrets.
        Unauthenticated: the account is gone.
    """
    settings = ChannelSettings("webhook", url=url, secret=new_secret())
    check_addresses(settings, vault.rules)
    types = _checked_types(event_types)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if len(await repository.list_webhooks(uow.connection, user.id)) >= MOST:
            raise TooManyWebhooks(f"{MOST} webhooks at most.")
        webhook_id = new_uuid7(uow.now)
        row = WebhookRow(
            id=webhook_id,
            user_id=user.id,
            name=name,
            target=settings.target,
            sealed=vault.seal(webhook_id, settings),
            event_types=types,
            is_enabled=True,
            failed_in_row=0,
            disabled_reason=None,
            version=1,
            created_at=uow.now,
            updated_at=uow.now,
        )
        await repository.insert_webhook(uow.connection, row)
    return Made(row, settings.secret)


async def change_webhook(
    db: Database,
    principal: Principal,
    vault: Vault,
    webhook_id: UUID,
    patch: WebhookPatch,
    *,
    expected: int | None,
) -> WebhookRow:
    """What is given is changed. Switching it on, or another URL, forgets its failures.

    Raises:
        NotFound, VersionMismatch, InvalidInput, ChannelsNotSet: nothing was changed.
    """
    async with db.unit_of_work() as uow:
        row = before = await _lock(uow, principal, webhook_id, expected)
        if patch.name is not None:
            row = replace(row, name=patch.name)
        if patch.event_types is not None:
            row = replace(row, event_types=_checked_types(patch.event_types))
        if patch.url is not None:
            settings = replace(vault.open(row), url=patch.url)
            check_addresses(settings, vault.rules)
            sealed = vault.seal(row.id, settings)
            row = replace(row, target=settings.target, sealed=sealed, failed_in_row=0)
        if patch.is_enabled is not None:
            row = replace(row, is_enabled=patch.is_enabled, disabled_reason=None, failed_in_row=0)
        if not row.is_enabled and before.is_enabled:
            await deliveries.stop_waiting(uow.connection, row.id, "switched off", uow.now)
        return await _store(uow, row)


async def rotate_webhook_secret(
    db: Database, principal: Principal, vault: Vault, webhook_id: UUID
) -> Made:
    """What is sent is signed with a new secret, and for a day with the old one, too.

    Raises:
        NotFound: no such webhook of this user.
        ChannelsNotSet: this server cannot read its settings.
    """
    async with db.unit_of_work() as uow:
        row = await _lock(uow, principal, webhook_id, None)
        settings = with_new_secret(vault.open(row), uow.now)
        stored = await _store(uow, replace(row, sealed=vault.seal(row.id, settings)))
        return Made(stored, settings.secret)


async def delete_webhook(
    db: Database, principal: Principal, webhook_id: UUID, expected: int | None
) -> None:
    """Nothing is sent there any more, and what was sent is forgotten.

    Raises:
        NotFound: no such webhook of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        row = await _lock(uow, principal, webhook_id, expected)
        await repository.delete_webhook(uow.connection, row.user_id, row.id)


async def send_test(db: Database, principal: Principal, webhook_id: UUID) -> UUID:
    """A test message waits to be sent; the id of its delivery.

    Raises:
        NotFound: no such webhook of this user.
    """
    async with db.unit_of_work() as uow:
        row = await _lock(uow, principal, webhook_id, None)
        event_id = new_uuid7(uow.now)
        document = {"id": str(event_id), "type": TEST_TYPE, "timestamp": uow.now, "data": {}}
        body = orjson.dumps(document, option=orjson.OPT_UTC_Z)
        delivery = NewDelivery(new_uuid7(uow.now), row.id, row.user_id, event_id, TEST_TYPE, body)
        await deliveries.add_deliveries(uow.connection, [delivery], uow.now)
        return delivery.id


async def replay_deliveries(
    db: Database,
    principal: Principal,
    webhook_id: UUID,
    *,
    delivery_id: UUID | None = None,
    failed_since: datetime | None = None,
) -> list[UUID]:
    """This delivery, or up to 1,000 that have failed since then, wait again; their new ids.

    Raises:
        NotFound: no such webhook of this user, or no such delivery that is settled and was not
            replayed already.
    """
    async with db.unit_of_work() as uow:
        row = await _lock(uow, principal, webhook_id, None)
        found = await deliveries.settled(
            uow.connection,
            row.user_id,
            row.id,
            delivery_id=delivery_id,
            failed_since=failed_since,
            limit=REPLAYED_AT_ONCE,
        )
        if delivery_id is not None and not found:
            raise NotFound("settled delivery that was not replayed", delivery_id)
        anew = [
            NewDelivery(
                new_uuid7(uow.now), row.id, row.user_id, event_id, event_type, body, number + 1
            )
            for event_id, number, event_type, body in found
        ]
        if anew:
            await deliveries.add_deliveries(uow.connection, anew, uow.now)
        return [each.id for each in anew]


def _checked_types(event_types: Sequence[str]) -> tuple[str, ...]:
    for index, name in enumerate(event_types):
        if name not in EVENT_TYPES:
            message = f"There is no event {name}; there are {', '.join(EVENT_TYPES)}."
            raise InvalidInput(f"/event_types/{index}", "event_type_unknown", message)
    if not event_types:
        raise InvalidInput("/event_types", "event_types_none", "Name at least one event type.")
    return tuple(dict.fromkeys(event_types))


async def _lock(
    uow: UnitOfWork, principal: Principal, webhook_id: UUID, expected: int | None
) -> WebhookRow:
    user = await lock_owner(uow, principal)
    await repository.lock_webhook(uow.connection, webhook_id)
    row = await repository.find_webhook(uow.connection, user.id, webhook_id)
    if row is None:
        raise NotFound("webhook", webhook_id)
    check_version(row.version, expected)
    return row


async def _store(uow: UnitOfWork, row: WebhookRow) -> WebhookRow:
    stored = replace(row, version=row.version + 1, updated_at=uow.now)
    await repository.update_webhook(uow.connection, stored)
    return stored

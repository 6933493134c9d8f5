"""Channels: each function is one transaction."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final, Protocol
from uuid import UUID

import orjson
from typing_extensions import override

from shared.commands.changing import check_version, lock_owner
from shared.core.egress import EgressRules
from shared.core.errors import Conflict, DomainError, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.core.sealing import CannotOpen, NoSecretsKey, Sealer
from shared.core.standard_webhooks import new_secret
from shared.db.repositories import channels as repository
from shared.db.repositories.channels import ChannelRow, ChannelTestRow, Purpose
from shared.db.session import Database, UnitOfWork
from shared.domain.channels import (
    CHANNELS_MAX,
    ChannelSettings,
    Kind,
    check_addresses,
    merged,
)
from shared.domain.reminders import EMAIL, channel_id
from shared.events.channels import ChannelTestAsked

TESTS_AN_HOUR: Final = 10
_HOUR: Final = timedelta(hours=1)
_KEEP_TESTS: Final = timedelta(days=1)
_OLD_SECRET_LIFE: Final = timedelta(days=1)
_FIRST_LOOK_SECONDS: Final = 0.05
_LONGEST_LOOK_SECONDS: Final = 0.5


class TooManyChannels(Conflict):
    """The account has as many channels as it may have."""

    code = "channel.too_many"
    title = "There are too many channels"


class ChannelsNotSet(Conflict):
    """The server has no key, or another one, to keep the settings of channels with."""

    code = "channel.no_key"
    title = "The server cannot keep the settings of channels"


class TooManyTests(DomainError):
    """So many test messages are sent in an hour and no more."""

    code = "channel.too_many_tests"
    title = "Too many test messages"
    status = 429
    retryable = True
    limit: ClassVar[int] = TESTS_AN_HOUR
    retry_after_seconds: ClassVar[int] = 600

    def __init__(self) -> None:
        super().__init__(f"{self.limit} test messages an hour are sent.")

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"limit": self.limit}


class Stored(Protocol):
    """A row that keeps sealed settings."""

    @property
    def id(self) -> UUID:
        """What they are sealed for."""
        ...

    @property
    def sealed(self) -> bytes:
        """The settings."""
        ...


@dataclass(frozen=True, slots=True)
class Vault:
    """What seals settings, and the rules about where they may lead."""

    sealer: Sealer
    rules: EgressRules
    purpose: Purpose = "channel"

    def seal(self, identifier: UUID, settings: ChannelSettings) -> bytes:
        """The settings as they are stored.

        Raises:
            ChannelsNotSet: there is no key.
        """
        try:
            return seal_settings(self.sealer, identifier, settings, self.purpose)
        except NoSecretsKey as error:
            raise ChannelsNotSet(f"An operator has to set it up: {error}.") from None

    def open(self, row: Stored) -> ChannelSettings:
        """The settings of a stored channel or webhook.

        Raises:
            ChannelsNotSet: there is no key, or another one.
        """
        try:
            return open_settings(self.sealer, row.id, row.sealed, self.purpose)
        except (NoSecretsKey, CannotOpen) as error:
            raise ChannelsNotSet(f"An operator has to look into it: {error}.") from None


@dataclass(frozen=True, slots=True)
class Revealed:
    """A channel right after it was made; `secret` is shown this once."""

    row: ChannelRow
    secret: str = field(default="", repr=False)


def seal_settings(
    sealer: Sealer, identifier: UUID, settings: ChannelSettings, purpose: Purpose = "channel"
) -> bytes:
    """Settings that open as those of this channel or webhook alone.

    Raises:
        NoSecretsKey: there is no key.
    """
    values = {name: value for name, value in asdict(settings).items() if value}
    return sealer.seal(orjson.dumps(values).decode(), f"{purpose} {identifier}")


def open_settings(
    sealer: Sealer, identifier: UUID, sealed: bytes, purpose: Purpose = "channel"
) -> ChannelSettings:
    """The settings that were sealed for this channel or webhook.

    Raises:
        NoSecretsKey: there is no key.
        CannotOpen: there is another key, or they were sealed for another channel.
    """
    return ChannelSettings(**orjson.loads(sealer.open(sealed, f"{purpose} {identifier}")))


async def create_channel(
    db: Database,
    principal: Principal,
    vault: Vault,
    *,
    kind: Kind,
    name: str,
    given: Mapping[str, str | None],
) -> Revealed:
    """The channel exists; a webhook has a new secret, shown this once.

    Raises:
        InvalidInput: a field cannot be meant, or leads where nothing may be sent.
        TooManyChannels: there are as many as there may be.
        ChannelsNotSet: this server cannot keep secrets.
        Unauthenticated: the account is gone.
    """
    secret = new_secret() if kind == "webhook" else ""
    settings = merged(ChannelSettings(kind, secret=secret), given)
    check_addresses(settings, vault.rules)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if len(await repository.list_channels(uow.connection, user.id)) >= CHANNELS_MAX:
            raise TooManyChannels(f"{CHANNELS_MAX} channels at most.")
        channel_id = new_uuid7(uow.now)
        row = ChannelRow(
            id=channel_id,
            user_id=user.id,
            kind=kind,
            name=name,
            target=settings.target,
            sealed=vault.seal(channel_id, settings),
            is_enabled=True,
            created_at=uow.now,
            updated_at=uow.now,
        )
        await repository.insert_channel(uow.connection, row)
    return Revealed(row, secret)


async def change_channel(
    db: Database,
    principal: Principal,
    vault: Vault,
    channel_id: UUID,
    *,
    name: str | None,
    is_enabled: bool | None,
    given: Mapping[str, str | None],
    expected: int | None,
) -> ChannelRow:
    """What is given is changed. Switching it on, or new settings, forget its failures.

    Raises:
        NotFound, VersionMismatch, InvalidInput, ChannelsNotSet: nothing was changed.
    """
    async with db.unit_of_work() as uow:
        before = await _lock_channel(uow, principal, channel_id, expected)
        row = before if name is None else replace(before, name=name)
        if given:
            settings = merged(vault.open(before), given)
            check_addresses(settings, vault.rules)
            row = replace(
                row, target=settings.target, sealed=vault.seal(before.id, settings), failed_in_row=0
            )
        if is_enabled is not None:
            row = replace(row, is_enabled=is_enabled, disabled_reason=None, failed_in_row=0)
        return await _store(uow, row)


async def rotate_secret(
    db: Database, principal: Principal, vault: Vault, channel_id: UUID
) -> Revealed:
    """A webhook is signed with a new secret, shown this once, and for a day with the old one, too.

    Raises:
        NotFound: there is no such channel of this user.
        InvalidInput: it is no webhook.
        ChannelsNotSet: this server cannot read its settings.
    """
    async with db.unit_of_work() as uow:
        before = await _lock_channel(uow, principal, channel_id, None)
        if before.kind != "webhook":
            raise NotFound("secret of channel", channel_id)
        settings = with_new_secret(vault.open(before), uow.now)
        row = replace(before, sealed=vault.seal(before.id, settings))
        return Revealed(await _store(uow, row), settings.secret)


async def delete_channel(
    db: Database, principal: Principal, channel_id: UUID, expected: int | None
) -> int:
    """The channel is gone; so many waiting reminders go through others now.

    Raises:
        NotFound: there is no such channel of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        await _lock_channel(uow, principal, channel_id, expected)
        await repository.delete_channel(uow.connection, principal.user_id, channel_id)
        return await repository.forget_channel(
            uow.connection, principal.user_id, channel_id, uow.now
        )


async def ask_test(db: Database, principal: Principal, channel: str) -> ChannelTestRow:
    """The notifications worker will send a test message through the channel.

    Raises:
        NotFound: there is no such channel of this user.
        TooManyTests: there were enough in the last hour.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if channel != EMAIL:
            number = channel_id(channel)
            if not (number and await repository.find_channel(uow.connection, user.id, number)):
                raise NotFound("channel", channel[:40])
        asked = await repository.count_tests(uow.connection, user.id, uow.now - _HOUR)
        if asked >= TESTS_AN_HOUR:
            raise TooManyTests
        await repository.forget_tests(uow.connection, user.id, uow.now - _KEEP_TESTS)
        row = ChannelTestRow(new_uuid7(uow.now), user.id, channel, "waiting", uow.now)
        await repository.insert_test(uow.connection, row)
        uow.emit(ChannelTestAsked(user_id=user.id, test_id=row.id, channel=channel))
    return row


async def await_test(db: Database, test: ChannelTestRow, seconds: float) -> ChannelTestRow:
    """The test as it is once it is settled, or after so many seconds."""
    until = db.clock.monotonic() + seconds
    pause = _FIRST_LOOK_SECONDS
    while True:
        async with db.read() as connection:
            found = await repository.find_test(connection, test.user_id, test.id)
        if found is None or found.settled_at is not None or db.clock.monotonic() >= until:
            return found or test
        await asyncio.sleep(pause)
        pause = min(1.5 * pause, _LONGEST_LOOK_SECONDS)


def with_new_secret(settings: ChannelSettings, now: datetime) -> ChannelSettings:
    """Signed with a new secret from now on, and for a day with the former one, too."""
    return replace(
        settings,
        secret=new_secret(),
        old_secret=settings.secret,
        old_until=(now + _OLD_SECRET_LIFE).isoformat(),
    )


async def _lock_channel(
    uow: UnitOfWork, principal: Principal, channel_id: UUID, expected: int | None
) -> ChannelRow:
    """The channel; its owner is locked, so that it changes nowhere else meanwhile."""
    user = await lock_owner(uow, principal)
    row = await repository.find_channel(uow.connection, user.id, channel_id)
    if row is None:
        raise NotFound("channel", channel_id)
    check_version(row.version, expected)
    return row


async def _store(uow: UnitOfWork, row: ChannelRow) -> ChannelRow:
    stored = replace(row, version=row.version + 1, updated_at=uow.now)
    await repository.update_channel(uow.connection, stored)
    return stored


def seconds_between(start: datetime, end: datetime) -> float:
    """Their distance, to the millisecond."""
    return round((end - start).total_seconds(), 3)

"""Who sent a message of the protocol, and the API as they may use it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, cast

from starlette.types import ASGIApp, Message, Scope, Send

from api.assistant.caller import Caller
from api.assistant.person import read_person
from api.assistant.task_words import Person
from api.resources import Resources, resources_of
from shared.core.principal import Principal

EXCHANGE: Final = "rondel.mcp_exchange"
"""Key of the ASGI scope: the `Exchange` of this message."""

LARGEST_BYTES: Final = 1 << 18
"""Of a message: a hundred times what the largest tool call has."""


@dataclass
class Exchange:
    """What has to be known of a message while it is answered."""

    principal: Principal
    is_changing: bool = False
    """Whether something is carried out now that must not be broken off."""
    is_answered: bool = False

    def noting(self, send: Send) -> Send:
        """As `send`; notes that there is an answer."""

        async def noted(message: Message) -> None:
            self.is_answered = True
            await send(message)

        return noted


@dataclass(frozen=True, slots=True)
class Asker:
    """The sender of the message in `scope`."""

    scope: Scope
    version: str
    """Of the protocol."""

    @property
    def exchange(self) -> Exchange:
        """The message that is answered."""
        return cast("Exchange", self.scope[EXCHANGE])

    @property
    def principal(self) -> Principal:
        """Who it is."""
        return self.exchange.principal

    @property
    def resources(self) -> Resources:
        """The resources of the application."""
        return resources_of(self.scope)

    @property
    def caller(self) -> Caller:
        """The API, with the rights of the sender."""
        return Caller(cast("ASGIApp", self.scope["app"]), self.scope)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One of the sender's turns at the database is taken.

        Raises:
            TooManyAtOnce: none came free.
        """
        async with self.caller.turn():
            yield

    async def person(self) -> Person:
        """The person, as they are told of times.

        Raises:
            TooManyAtOnce: they ask for too much at once.
            Unauthenticated: the account is gone.
        """
        async with self.turn():
            return await read_person(self.resources.db, self.principal)

    def may(self, *scopes: str) -> bool:
        """Whether the sender's token has all of these scopes; people may do everything."""
        held = self.principal.scopes
        return held is None or held.issuperset(scopes)

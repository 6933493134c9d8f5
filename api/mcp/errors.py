"""What goes wrong while a message is answered, as its sender is told."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final, TypeVar

from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError

from api.assistant.caller import Refused
from api.errors import Internal
from api.mcp.asking import Asker
from api.mcp.refusals import INTERNAL_ERROR, INVALID_REQUEST, error_document
from api.problems import error_of
from shared.core.errors import DomainError
from shared.observability.logging import get_logger

Context = ServerRequestContext[Any, Any]
Asked = TypeVar("Asked")
Told = TypeVar("Told")

_SERVER_ERROR: Final = 500


def asker_of(context: Context) -> Asker:
    """Who sent the message."""
    if context.request is None:
        raise RuntimeError("only messages that came over HTTP have a sender")
    return Asker(context.request.scope, context.protocol_version)


def told(
    handler: Callable[[Asker, Asked], Awaitable[Told]],
) -> Callable[[Context, Asked], Awaitable[Told]]:
    """The handler, for the SDK: with the sender, and with errors that say what is wrong."""

    @wraps(handler)
    async def answer(context: Context, params: Asked) -> Told:
        asker = asker_of(context)
        try:
            return await handler(asker, params)
        except MCPError:
            raise
        except Refused as refused:
            raise _of_refusal(refused) from None
        except Exception as raised:  # noqa: BLE001 - logged, and told as `internal`
            raise _of(domain_error_of(raised, asker), asker) from None

    return answer


def domain_error_of(raised: Exception, asker: Asker) -> DomainError:
    """The error to tell; what is no error of ours is logged."""
    error = error_of(raised, asker.scope)
    if isinstance(error, Internal):
        get_logger().error("request_failed", exc_info=raised)
    return error


def _of(error: DomainError, asker: Asker) -> MCPError:
    found: dict[str, Any] = error_document(error, asker.scope["request_id"])
    return MCPError(found["code"], found["message"], found["data"])


def _of_refusal(refused: Refused) -> MCPError:
    is_ours = refused.status >= _SERVER_ERROR
    return MCPError(INTERNAL_ERROR if is_ours else INVALID_REQUEST, str(refused), refused.problem)

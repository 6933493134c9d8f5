"""What a program may do with an API token; people who signed in may do everything.

A route needs one scope, by its path and method. A few are for people alone: a token must not be
able to make more tokens, sign devices out, govern accounts, or choose where mails and messages go.
"""

from typing import Final

from api.paths import MCP_PATH
from shared.commands.api_tokens import Scope
from shared.core.errors import Forbidden
from shared.core.principal import Principal

PERSON: Final = "person"
"""Instead of a scope: no token is enough."""

_READING: Final = frozenset({"GET", "HEAD"})
_FOR_PEOPLE: Final = ("/api/auth/", "/api/me/", "/api/admin/")
_CHANGED_BY_PEOPLE: Final = ("/api/channels", "/api/webhooks")
_ASKING: Final = frozenset({"/api/recurrence/preview", "/api/tasks/parse", "/api/batch"})
"""POST, because the question is long; what is inside a batch is checked one by one."""


class ScopeMissing(Forbidden):
    """The API token does not allow this; another one may."""

    code = "auth.scope_missing"
    title = "This token does not allow that"


def needed_for(method: str, path: str) -> Scope | str:
    """The scope that a token needs for this route, `path` as the route has it; or `PERSON`.

    >>> needed_for("GET", "/api/tasks/{task_id}"), needed_for("POST", "/api/tasks")
    ('read', 'tasks:write')
    >>> needed_for("POST", "/api/me/tokens"), needed_for("GET", "/api/ops/lag")
    ('person', 'ops')
    """
    is_reading = method in _READING
    if path.startswith(_FOR_PEOPLE) or (method, path) == ("DELETE", "/api/me"):
        return PERSON
    if path == MCP_PATH:
        return "mcp"  # what its tools may do follows from the other scopes
    if path.startswith("/api/ops"):
        return "ops"
    if path.startswith("/api/feeds"):
        return "feeds"
    if path.startswith(_CHANGED_BY_PEOPLE) and not is_reading:
        return PERSON
    return "read" if is_reading or path in _ASKING else "tasks:write"


def require_scope(principal: Principal, method: str, path: str) -> None:
    """Who asks may use this route.

    Raises:
        ScopeMissing: it is a program whose token does not say so.
    """
    if principal.scopes is None:
        return
    needed = needed_for(method, path)
    if needed == PERSON:
        raise ScopeMissing("This is for people who sign in; no API token allows it.")
    if needed not in principal.scopes:
        raise ScopeMissing(f"The token has no scope {needed}; its owner can make one that has.")

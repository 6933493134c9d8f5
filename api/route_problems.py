"""What a route may answer because of its address, its method and its parameters.

`LeanRoute` documents these problems for every route, so that its `responses=problems(...)` lists
only those of its own, such as `TaskNotOpen`. Each rule holds for all routes without an exception.
"""

from typing import Final

from fastapi.routing import APIRoute

from api.cross_origin import UNSAFE, ForeignOrigin
from api.deps import asks_for_token, is_for_user
from api.errors import BodyNotJson, BodyTooLarge, Internal, RateLimited, TooManyAtOnce
from api.rate_limits import NOT_LIMITED
from api.scopes import ScopeMissing
from api.turns import takes_turn_of_strangers
from shared.commands.idempotency import AnswerNotKept, IdempotencyKeyReused
from shared.commands.identities import IdentityNotLinked
from shared.core.errors import (
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    Unauthenticated,
    Unavailable,
    VersionMismatch,
)

_FOR_OPERATORS: Final = ("/api/admin/", "/api/ops/")


def problems_of(route: APIRoute, *, is_once: bool) -> list[type[DomainError]]:
    """The problems that follow from what the route is, some of them more than once."""
    endpoint, dependant = route.endpoint.__name__, route.dependant
    is_signed_in = asks_for_token(dependant)
    takes_turn = is_for_user(dependant) or takes_turn_of_strangers(endpoint)
    changes_something = route.path.startswith("/api/") and bool(UNSAFE & (route.methods or set()))
    typed = [each for each in dependant.path_params if each.field_info.annotation is not str]
    has_if_match = any(each.alias == "if-match" for each in dependant.header_params)
    rules: list[tuple[object, tuple[type[DomainError], ...]]] = [
        (True, (Internal,)),
        (endpoint not in NOT_LIMITED, (RateLimited,)),
        (changes_something, (ForeignOrigin, Unavailable)),
        (route.path.startswith(_FOR_OPERATORS), (Forbidden,)),
        (is_signed_in, (IdentityNotLinked, ScopeMissing, Unauthenticated, Unavailable)),
        (is_signed_in and dependant.path_params, (NotFound,)),
        (takes_turn, (TooManyAtOnce,)),
        (dependant.body_params, (BodyNotJson, BodyTooLarge, InvalidInput)),
        (dependant.query_params or typed, (InvalidInput,)),
        (has_if_match, (InvalidInput, VersionMismatch)),
        (is_once, (AnswerNotKept, IdempotencyKeyReused, InvalidInput, TooManyAtOnce)),
    ]
    return [error for applies, errors in rules if applies for error in errors]

"""Who may read /metrics: it tells how much is done here, and the API is open to the internet."""

import hmac
from typing import Final

from starlette.types import Scope

from api.addresses import BEHIND_PROXY, address_of, is_within, parse_networks
from api.settings import MetricsSettings

_SAID_BY_PROXIES: Final = frozenset(
    {
        b"cf-connecting-ip",
        b"forwarded",
        b"via",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        b"x-real-ip",
    }
)


def may_scrape(scope: Scope, settings: MetricsSettings) -> bool:
    """Whether this request has the token; or, if there is none, comes from an allowed network.

    What came through a proxy that nobody has named is refused: its near address says nothing
    about who asks.
    """
    if settings.token is not None:
        wanted = b"Bearer " + settings.token.get_secret_value().encode()
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        return len(given) == 1 and hmac.compare_digest(given[0], wanted)
    names = {name for name, _ in scope["headers"]}
    if not names.isdisjoint(_SAID_BY_PROXIES) and BEHIND_PROXY not in scope:
        return False
    client = scope.get("client")
    address = address_of(client[0]) if client else None
    return address is not None and is_within(address, parse_networks(settings.allow))

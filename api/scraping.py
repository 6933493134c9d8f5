"""Who may read /metrics: it tells how much is done here, and the API is open to the internet."""

import hmac

from starlette.types import Scope

from api.addresses import BEHIND_PROXY, SAID_BY_PROXIES, address_of, is_within, parse_networks
from api.settings import MetricsSettings


def may_scrape(scope: Scope, settings: MetricsSettings) -> bool:
    """Whether this request has the token; or, if there is none, comes from an allowed network.

    What came through a proxy that nobody has named, or that says of nobody else who asks, is
    refused: its near address says nothing about that.
    """
    if settings.token is not None:
        wanted = b"Bearer " + settings.token.get_secret_value().encode()
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        return len(given) == 1 and hmac.compare_digest(given[0], wanted)
    names = {name for name, _ in scope["headers"]}
    if not names.isdisjoint(SAID_BY_PROXIES) and BEHIND_PROXY not in scope:
        return False
    client = scope.get("client")
    address = address_of(client[0]) if client else None
    return address is not None and is_within(address, parse_networks(settings.allow))

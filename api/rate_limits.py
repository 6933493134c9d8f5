"""How many requests are taken from whom, and what the answers say of it.

Each route belongs to one bucket: by who is signed in, or by the address where nobody is. What
stands in `OWN_BUCKET` has another one. Headers are those of draft-ietf-httpapi-ratelimit-headers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from starlette.requests import Request
from starlette.types import Scope

from api.addresses import network_of
from api.counters import Counters, MemoryCounters
from api.errors import RateLimited
from api.rates import Count, Rate, parse_rate
from api.settings import LimitsSettings
from shared.core.clock import Clock
from shared.observability.metrics import Metrics

Bucket = Literal[
    "user", "address", "sign_in", "sign_up", "feeds", "transfers", "parse", "chat", "mcp"
]

RATE_HEADERS: Final = "rondel.rate_headers"
"""Key of the ASGI scope: what the answer says of the bucket that the request came out of."""

RATE_BUCKET: Final = "rondel.rate_bucket"
"""Key of the ASGI scope: the bucket of the route, if it is by account."""

RATE_PAID: Final = "rondel.rate_paid"
"""Key of the ASGI scope of what is a part of a batch, which was counted as a whole."""

OWN_BUCKET: Final[Mapping[str, Bucket]] = {
    "create_account": "sign_up",
    "create_session": "sign_in",
    "answer_second_factor": "sign_in",
    "ask_for_passkey_sign_in": "sign_in",
    "sign_in_with_passkey": "sign_in",
    "verify_address": "sign_in",
    "forget_password": "sign_in",
    "reset_password": "sign_in",
    "change_address": "sign_in",
    "ask_for_mail": "sign_in",
    "use_account_link": "sign_in",
    "start_sign_in": "sign_in",
    "finish_sign_in": "sign_in",
    "read_feed": "feeds",
    "create_import": "transfers",
    "create_export": "transfers",
    "export_tasks": "transfers",
    "parse_task": "parse",
    "chat": "chat",
    "apply_changes": "chat",
    "answer_mcp": "mcp",
}
"""Endpoints whose bucket is not that of all others."""

NOT_LIMITED: Final = frozenset(
    {"get_liveness", "get_readiness", "get_health", "get_metrics", "get_asset", "show_page"}
)
"""Probes, since whoever watches the server must never be turned away; and the files of the web app,
which come from memory: loading a page takes a dozen of them, and nothing from what the API allows.
"""


@dataclass(frozen=True, slots=True)
class _Rule:
    rate: Rate
    policy: bytes


class RateLimits:
    """Counts requests, and refuses those above the rate of their bucket."""

    def __init__(self, settings: LimitsSettings, counters: Counters, metrics: Metrics) -> None:
        self._counters = counters
        self._metrics = metrics
        rates: Mapping[Bucket, str] = {
            "user": settings.user,
            "address": settings.address,
            "sign_in": settings.sign_in,
            "sign_up": settings.sign_up,
            "feeds": settings.feeds,
            "transfers": settings.transfers,
            "parse": settings.parse,
            "chat": settings.chat,
            "mcp": settings.mcp,
        }
        self._rules = {
            bucket: _rule(bucket, parse_rate(text))
            for bucket, text in rates.items()
            if settings.enabled
        }
        for bucket in rates:  # or Prometheus would see no increase in the first of them
            metrics.count("requests_rate_limited_total", 0, bucket=bucket)

    async def take(self, scope: Scope, bucket: Bucket, who: str, cost: int = 1) -> None:
        """So many requests more came from `who`; the answer will say what is left.

        Raises:
            RateLimited: that is above the rate; none of them was counted.
        """
        rule = self._rules.get(bucket)
        if rule is None:
            return
        within, count = await self._counters.take(f"{bucket}:{who}", rule.rate, cost)
        scope[RATE_HEADERS] = _headers(bucket, rule, count)
        if not within:
            self._metrics.count("requests_rate_limited_total", bucket=bucket)
            raise RateLimited(bucket, count.retry_seconds(rule.rate, cost))

    async def require(self, scope: Scope, bucket: Bucket, who: str) -> None:
        """`who` may send another one; it is not counted.

        Raises:
            RateLimited: that would be above the rate.
        """
        rule = self._rules.get(bucket)
        if rule is None:
            return
        _, count = await self._counters.take(f"{bucket}:{who}", rule.rate, 0)
        if not count.left(rule.rate):
            scope[RATE_HEADERS] = _headers(bucket, rule, count)
            self._metrics.count("requests_rate_limited_total", bucket=bucket)
            raise RateLimited(bucket, count.retry_seconds(rule.rate, 1))

    async def close(self) -> None:
        """Nothing is held open."""
        await self._counters.close()


def open_rate_limits(settings: LimitsSettings, clock: Clock, metrics: Metrics) -> RateLimits:
    """Limits that are counted where the settings say; the store does not have to be there yet."""
    counters: Counters
    if settings.enabled and settings.store is not None:
        from api.shared_counters import SharedCounters  # noqa: PLC0415 - a tenth of a second to load

        counters = SharedCounters(settings.store.get_secret_value(), clock, metrics)
    else:
        counters = MemoryCounters(clock)
    return RateLimits(settings, counters, metrics)


def bucket_of(endpoint: str, *, is_signed_in: bool) -> Bucket | None:
    """The bucket of the requests for this endpoint; None if they are not counted."""
    if endpoint in NOT_LIMITED:
        return None
    return OWN_BUCKET.get(endpoint, "user" if is_signed_in else "address")


def address_of(request: Request) -> str:
    """From where the request comes, as far as addresses are told apart."""
    return network_of(request.client.host if request.client else "")


def _rule(bucket: str, rate: Rate) -> _Rule:
    return _Rule(rate, f'"{bucket}";q={rate.amount};w={rate.seconds}'.encode())


def _headers(bucket: str, rule: _Rule, count: Count) -> tuple[tuple[bytes, bytes], ...]:
    left, reset = count.left(rule.rate), count.reset_seconds(rule.rate)
    return (
        (b"ratelimit-policy", rule.policy),
        (b"ratelimit", f'"{bucket}";r={left};t={reset}'.encode()),
    )

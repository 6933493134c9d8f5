"""What all requests share, made once by the process and passed down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from api.api_tokens import ApiTokens
from api.assistant.agent import Agent
from api.cookies import RefreshCookie
from api.device_cookies import DeviceCookies
from api.health import Health
from api.issuers.sign_in import ForeignSignIn
from api.issuers.tokens import ForeignTokens
from api.live.hub import LiveHub
from api.overview.board import OverviewBoard
from api.overview.lag import LagBoard
from api.passwords import Passwords
from api.rate_limits import RateLimits
from api.revocations import Revocations
from api.settings import ApiSettings
from api.spa import WebApp
from api.status import StatusBoard
from api.tokens import Tokens
from api.turns import Turns
from shared.commands.sign_in_failures import Attempts
from shared.core.account_links import AccountLinks
from shared.core.clock import Clock
from shared.core.links import LinkSigner
from shared.core.refresh_tokens import RefreshTokens
from shared.db.session import Database
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer

RESOURCES: Final = "rondel.resources"
"""Key of the ASGI scope under which a request finds them."""


@dataclass(frozen=True, slots=True)
class Resources:
    """The long-lived objects of the API process."""

    settings: ApiSettings
    db: Database
    clock: Clock
    metrics: Metrics
    passwords: Passwords
    tokens: Tokens
    api_tokens: ApiTokens
    foreign_tokens: ForeignTokens
    foreign_sign_in: ForeignSignIn
    refresh_tokens: RefreshTokens
    cookie: RefreshCookie
    devices: DeviceCookies
    attempts: Attempts
    revocations: Revocations
    links: LinkSigner
    account_links: AccountLinks
    live: LiveHub
    health: Health
    status: StatusBoard
    lag: LagBoard
    overview: OverviewBoard
    turns: Turns
    rate_limits: RateLimits
    model: Callable[[int], Agent] | None = None
    """Asks the language model, with so many tokens for an answer; None: there is none."""

    tracer: Tracer = field(default_factory=Tracer)
    """Records nothing unless a collector is named."""

    web: WebApp | None = None
    """The web app; None: it is not built."""


def resources_of(scope: Mapping[str, Any]) -> Resources:
    """The resources of the application that serves this request."""
    return cast("Resources", scope[RESOURCES])

"""The API as a part of a process: resources opened, requests served, streams ended at the stop."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, get_args

import uvicorn
from argon2 import Parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from typing_extensions import override

from api.api_tokens import ApiTokens
from api.assistant.model.agent import open_model
from api.cookies import RefreshCookie
from api.device_cookies import DeviceCookies
from api.health import Health, Neighbours
from api.http_protocol import Farewell, PatientProtocol, protocol_with
from api.issuers.fetching import Fetcher
from api.issuers.sign_in import ForeignSignIn
from api.issuers.tokens import ForeignTokens
from api.live.hub import LiveHub
from api.main import create_app
from api.overview.board import OverviewBoard
from api.overview.lag import LagBoard
from api.passwords import Passwords
from api.rate_limits import open_rate_limits
from api.resources import Resources
from api.revocations import Revocations
from api.settings import DEFAULT_PORT, ApiSettings
from api.spa import WebApp, open_web_app
from api.status import StatusBoard
from api.tokens import Tokens
from api.turns import Turns, limit_for
from shared.commands.sign_in_failures import Attempts, Kind
from shared.core.account_links import AccountLinks
from shared.core.clock import Clock, SystemClock
from shared.core.garbage import calm_garbage_collection
from shared.core.links import LinkSigner
from shared.core.refresh_tokens import RefreshTokens
from shared.core.stopping import stop_on_signals
from shared.db.engine import create_engine
from shared.db.session import Database
from shared.events.topics import TASK_UPDATES
from shared.kafka.tail import TailConsumer
from shared.observability.event_loop import watched_event_loop
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer

_HUB_STOP_SECONDS = 3.0
_BACKLOG = 2048
_LAST_WORDS_SECONDS = 3.0
_OTHER_FILES = 256


@asynccontextmanager
async def open_resources(
    settings: ApiSettings,
    metrics: Metrics,
    clock: Clock,
    neighbours: Neighbours | None = None,
    *,
    web: WebApp | None = None,
    password_cost: Parameters = RFC_9106_LOW_MEMORY,
) -> AsyncIterator[Resources]:
    """The resources of one API process; neither PostgreSQL nor Kafka has to be there yet."""
    engine = create_engine(settings.database, "api", is_elastic=False)
    passwords = Passwords(parameters=password_cost)
    rate_limits = open_rate_limits(settings.limits, clock, metrics)
    model = open_model(settings.assistant, metrics)
    tracer = Tracer.opened(settings.tracing, "api", metrics, clock)
    live = _live_hub(settings, clock, metrics)
    db = Database(engine, clock, settings.kafka.partitions, metrics)
    trusted = settings.database.trusted_seconds
    health = Health(db, live, metrics, trusted_seconds=trusted, neighbours=neighbours)
    lag = LagBoard(settings.kafka, clock)
    fetcher = Fetcher()
    foreign_tokens = ForeignTokens(settings.auth, db, fetcher)
    foreign_sign_in = ForeignSignIn(settings.auth, settings.public_url, fetcher, clock)
    try:
        yield Resources(
            settings=settings,
            db=db,
            clock=clock,
            metrics=metrics,
            tracer=tracer,
            passwords=passwords,
            tokens=Tokens(settings.auth, clock),
            api_tokens=ApiTokens(db, settings.auth),
            foreign_tokens=foreign_tokens,
            foreign_sign_in=foreign_sign_in,
            refresh_tokens=RefreshTokens(settings.auth.secrets),
            cookie=RefreshCookie(settings.public_url, settings.auth.idle_days),
            devices=DeviceCookies(settings.public_url, settings.auth.secrets),
            attempts=Attempts(settings.auth.secrets[0]),
            revocations=Revocations(db, settings.auth, live.end),
            links=LinkSigner(settings.auth.secrets),
            account_links=AccountLinks(settings.auth.secrets),
            live=live,
            health=health,
            status=StatusBoard(db, health),
            lag=lag,
            overview=OverviewBoard(db, lag),
            turns=Turns(limit_for(settings.database.pool_size)),
            rate_limits=rate_limits,
            model=None if model is None else model.within,
            web=web,
        )
    finally:
        if model is not None:
            await model.close()
        passwords.close()
        for each in (rate_limits, foreign_tokens, foreign_sign_in, fetcher):
            await each.close()
        await engine.dispose()
        await asyncio.to_thread(tracer.close)


def _live_hub(settings: ApiSettings, clock: Clock, metrics: Metrics) -> LiveHub:
    return LiveHub(
        lambda: TailConsumer(settings.kafka, TASK_UPDATES, "api-live"),
        settings.live,
        settings.kafka.partitions,
        clock,
        metrics,
    )


def _begin_counters(metrics: Metrics) -> None:
    """Or Prometheus would see no increase in the first of them."""
    for kind in get_args(Kind):
        metrics.count("sign_ins_throttled_total", 0, by=kind)
    for outcome in ("clear", "unclear", "failed"):
        metrics.count("parse_requests_total", 0, outcome=outcome)
    for outcome in ("complete", "interrupted"):
        metrics.count("assistant_turns_total", 0, outcome=outcome)


def _open_web(settings: ApiSettings) -> WebApp | None:
    """The web app, if it is built; the log says which."""
    web = open_web_app(settings.web.folder)
    if web is None:
        get_logger().warning("web_app_not_built", way_out="make web, then start again")
    else:
        get_logger().info("web_app_read", folder=str(web.folder), files=len(web.files))
    return web


class ApiServer:
    """Serves the API inside a running event loop.

    `started` is set once `port` accepts connections.
    """

    def __init__(
        self,
        settings: ApiSettings,
        metrics: Metrics,
        clock: Clock | None = None,
        neighbours: Neighbours | None = None,
    ) -> None:
        """`neighbours` are the parts of workers in the same process, which health tells of."""
        self._settings = settings
        self._metrics = metrics
        self._neighbours = neighbours
        self._clock = clock or SystemClock()
        self.started = asyncio.Event()
        self.port = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Requests were served until `stop` was set, and those running have ended.

        Raises:
            OSError: the port is taken.
        """
        allow_files(self._settings.connections.most + _OTHER_FILES)
        _begin_counters(self._metrics)
        with self._listening() as listener:
            async with open_resources(
                self._settings,
                self._metrics,
                self._clock,
                self._neighbours,
                web=_open_web(self._settings),
            ) as resources:
                hub = asyncio.create_task(resources.live.run(), name="live-hub")
                looking = asyncio.create_task(resources.revocations.run(), name="revocations")
                try:
                    await self._serve(resources, listener, stop, {hub, looking})
                finally:
                    resources.live.stop()
                    resources.revocations.stop()
                    await _finish(looking)
                    await _finish(hub)

    async def _serve(
        self,
        resources: Resources,
        listener: socket.socket,
        stop: asyncio.Event,
        beside: set[asyncio.Task[None]],
    ) -> None:
        """Requests were served until `stop`, or until what runs `beside` has ended."""
        farewell = Farewell()
        server = _Server(
            uvicorn.Config(
                create_app(resources),
                http=protocol_with(self._settings.connections, farewell),
                ws="none",
                timeout_keep_alive=self._settings.connections.idle_seconds,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # see api/addresses.py
                timeout_graceful_shutdown=self._settings.stop_seconds,
            )
        )
        serving = asyncio.create_task(server.serve([listener]), name="http")
        stopping = asyncio.create_task(stop.wait(), name="http-stop")
        get_logger().info("api_listening", host=self._settings.http.host, port=self.port)
        self.started.set()
        parts: set[asyncio.Task[Any]] = {serving, stopping, *beside}
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        resources.health.is_stopping = True
        resources.live.stop()  # open streams would keep their connections
        if not serving.done():
            await self._let_go(server, farewell)
        server.should_exit = True
        await serving
        if cut := set(server.server_state.tasks):  # they write down what they did
            await asyncio.wait(cut, timeout=_LAST_WORDS_SECONDS)

    async def _let_go(self, server: uvicorn.Server, farewell: Farewell) -> None:
        """Clients had time to be told by an answer that they have to connect anew."""
        farewell.is_said = True
        connections = [c for c in server.server_state.connections if isinstance(c, PatientProtocol)]
        for connection in connections:
            connection.say_farewell()
        if connections:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._settings.stop_idle_seconds):
                    await farewell.all_gone.wait()

    @contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        host, port = self._settings.http.host, self._settings.http.port or DEFAULT_PORT
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(_BACKLOG)
            listener.setblocking(False)
            self.port = listener.getsockname()[1]
            yield listener


def allow_files(wanted: int) -> None:
    """As many files may be open, as far as the system lets us: many have 1,024 as the default."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class _Server(uvicorn.Server):
    """Leaves signals to the process, which may run more than this server."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _finish(task: asyncio.Task[None]) -> None:
    _, unfinished = await asyncio.wait({task}, timeout=_HUB_STOP_SECONDS)
    if unfinished:
        task.cancel()
        await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()):
        raise error


async def serve_until_signal(settings: ApiSettings, clock: Clock | None = None) -> None:
    """The API has served until SIGTERM or SIGINT; without a `clock` it is the machine's."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    metrics = Metrics()
    async with watched_event_loop(metrics):
        with calm_garbage_collection():
            await ApiServer(settings, metrics, clock).run(stop)

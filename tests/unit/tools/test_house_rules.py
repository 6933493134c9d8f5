"""Each rule finds its planted faults, spares their honest neighbours, and obeys its escape."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.house_rules.__main__ import main
from tools.house_rules.rules import RULES, check
from tools.house_rules.source import Source

# Put together, so that this file keeps the rules it tests.
WORKSHOP, HOME = "/" + "work/", "/" + "home/jo/"
REGISTRY = "py" + "pi.org"


@dataclass(frozen=True)
class Case:
    """A file whose line `line` a rule is asked about."""

    rule: str
    path: str
    line: str
    before: str = ""
    after: str = ""

    def source(self, comment: str = "") -> Source:
        """The file, with `comment` on a line of its own above the line in question."""
        parts = [self.before, comment, self.line, self.after]
        return Source(self.path, "\n".join(part for part in parts if part))

    def __str__(self) -> str:
        return f"{self.rule} {self.path} {self.line[:40]}"

    @property
    def number(self) -> int:
        """Number of the line in question in the file without comment."""
        return 2 if self.before else 1


BROKEN = [
    Case("commit", "shared/commands/tasks.py", "session.commit()"),
    Case("commit", "workers/relay/relay.py", "self._session.commit()"),
    Case("commit", "workers/relay/leases.py", "engine.begin()"),
    Case("commit", "tests/integration/test_a.py", "session.commit()"),
    Case("file-length", "shared/db/long.py", "x = 1", after="\n" * 400),
    Case("function-length", "shared/db/long.py", "def f():", after="    x = 1\n" * 60),
    Case("function-length", "tests/unit/a.py", "async def f():", after="    x = 1\n" * 60),
    Case("lock-address", "requirements/api.txt", "--index-url https://mirror.example/simple"),
    Case("lock-address", "frontend/package-lock.json", '"resolved": "https://mirror.example/a"'),
    Case("lock-address", "uv.lock", "version = 1"),
    Case("log-event", "shared/a.py", 'log.info(f"fired {n}")'),
    Case("log-event", "shared/a.py", 'self._log.warning("Relay stopped")'),
    Case("log-event", "shared/a.py", 'logger.error("send_failed", error)'),
    Case("log-event", "shared/a.py", "log.bind(task=1).info(event)"),
    Case("log-event", "shared/a.py", 'structlog.get_logger().debug("Up")'),
    Case("log-event", "shared/a.py", 'get_logger("x").exception()'),
    Case("machine-path", "docs/index.md", f"see {WORKSHOP}main"),
    Case("machine-path", "shared/a.py", f'x = "{HOME}cache"'),
    Case("metric-home", "api/a.py", 'Counter("x")', "from prometheus_client import Counter"),
    Case("metric-home", "api/a.py", 'pc.Gauge("x")', "import prometheus_client as pc"),
    Case("metric-home", "api/a.py", 'H("x")', "from prometheus_client.metrics import Summary as H"),
    Case("owned-import", "api/a.py", "import aiokafka"),
    Case("owned-import", "workers/relay/a.py", "from aiokafka.errors import KafkaError"),
    Case("owned-import", "workers/relay/a.py", "import orjson, apscheduler.jobstores.base"),
    Case("owned-import", "workers/notifications/send.py", "from aiosmtplib import SMTP"),
    Case("registry-host", "docs/a.md", f"from https://{REGISTRY}/project/x"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # noqa: S603"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # noqa - no rule named"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # type: ignore[misc]"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # type: ignore  # no code"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # pragma: no cover"),
    Case("sleep-in-test", "tests/unit/test_a.py", "asyncio.sleep(0.1)", "import asyncio"),
    Case("sleep-in-test", "tests/services/a.py", "nap(1)", "from time import sleep as nap"),
    Case("swallowed-error", "shared/a.py", "except Exception: pass", "try: f()"),
    Case("swallowed-error", "shared/a.py", "except: ...", "try: f()"),
    Case("swallowed-error", "shared/a.py", "except BaseException as e: 'why'", "try: f()"),
    Case("swallowed-error", "tests/a.py", "except (OSError, Exception): return 0", "try: f()"),
    Case(
        "swallowed-error", "shared/a.py", "suppress(Exception)", "from contextlib import suppress"
    ),
    Case("test-without-assert", "tests/unit/test_a.py", "def test_nothing(): run()"),
    Case("test-without-assert", "tests/unit/test_a.py", "async def test_true(): assert True"),
]

KEPT = [
    Case("commit", "shared/db/session.py", "session.commit()"),
    Case("commit", "shared/kafka/consumer.py", "consumer.commit(offsets)"),
    Case("commit", "shared/db/repositories/users.py", "connection.begin_nested()"),
    Case("file-length", "shared/db/long.py", "x = 1", after="\n" * 398),
    Case("file-length", "requirements/api.txt", "x==1", after="\n" * 500),
    Case("file-length", "migrations/versions/1.py", "x = 1", after="\n" * 500),
    Case("function-length", "shared/db/long.py", "def f():", after="    x = 1\n" * 59),
    Case("function-length", "migrations/versions/1.py", "def f():", after="    x = 1\n" * 60),
    Case("lock-address", "requirements/api.txt", "x==1 --hash=sha256:00"),
    Case("log-event", "shared/a.py", 'log.info("reminder_fired", task_id=task_id)'),
    Case("log-event", "shared/a.py", 'catalog.info("Not a log")'),
    Case("machine-path", "docs/index.md", "docs/work/notes, https://example.org/home/a, ~/.cache"),
    Case(
        "metric-home",
        "shared/observability/metrics.py",
        "p.Counter()",
        "import prometheus_client as p",
    ),
    Case("metric-home", "api/a.py", "Counter()", "from collections import Counter"),
    Case("owned-import", "shared/kafka/producer.py", "import aiokafka"),
    Case("owned-import", "workers/reminders/jobstore.py", "import apscheduler"),
    Case("owned-import", "workers/notifications/channels/email.py", "import aiosmtplib"),
    Case("owned-import", "tests/services/kafka.py", "import aiokafka"),
    Case("registry-host", "docs/a.md", "https://pip.example.org"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # noqa: S603 - our own command"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # noqa: S603, S607 -- our own"),
    Case("silence-without-reason", "shared/a.py", "x = f()  # type: ignore[misc]  # no stubs"),
    Case("silence-without-reason", "shared/a.py", 'x = "# noqa"'),
    Case("sleep-in-test", "shared/a.py", "asyncio.sleep(0.1)", "import asyncio"),
    Case("sleep-in-test", "tests/unit/test_a.py", "clock.sleep(1)"),
    Case("swallowed-error", "shared/a.py", "except Exception: log.exception('lost')", "try: f()"),
    Case("swallowed-error", "shared/a.py", "except FileNotFoundError: pass", "try: f()"),
    Case("swallowed-error", "shared/a.py", "suppress(OSError)", "from contextlib import suppress"),
    Case("test-without-assert", "tests/unit/test_a.py", "def test_x(): assert f()"),
    Case("test-without-assert", "tests/unit/test_a.py", "def test_x(): assert_same(1, 2)"),
    Case(
        "test-without-assert",
        "tests/unit/test_a.py",
        "def test_x():",
        "import pytest",
        "  with pytest.raises(E): f()",
    ),
    Case("test-without-assert", "shared/a.py", "def test_connection(): connect()"),
]

each_broken = pytest.mark.parametrize("case", BROKEN, ids=str)
each_kept = pytest.mark.parametrize("case", KEPT, ids=str)


def test_every_rule_is_seen_both_ways() -> None:
    assert {case.rule for case in BROKEN} == set(RULES) == {case.rule for case in KEPT}


@each_broken
def test_planted_fault_is_found_at_its_line(case: Case) -> None:
    found = [(finding.rule, finding.line) for finding in check(case.source())]
    assert found == [(case.rule, case.number)]


@each_kept
def test_honest_neighbour_is_spared(case: Case) -> None:
    assert check(case.source()) == []


@each_broken
def test_reasoned_escape_on_the_line_above_allows_it(case: Case) -> None:
    comment = f"# house: allow {case.rule} -- a test needs it"
    assert check(case.source(comment)) == []


@each_broken
def test_escape_without_reason_allows_nothing(case: Case) -> None:
    found = check(case.source(f"# house: allow {case.rule}"))
    assert {finding.rule for finding in found} == {case.rule, "escape"}


def test_escape_on_the_line_itself_allows_it() -> None:
    source = Source("api/a.py", "import aiokafka  # house: allow owned-import -- a probe\n")
    assert check(source) == []


def test_escape_does_not_reach_other_lines_or_rules() -> None:
    text = "# house: allow commit -- two lines below\nx = 1\nsession.commit()\n"
    found = [(finding.rule, finding.line) for finding in check(Source("api/a.py", text))]
    assert found == [("escape", 1), ("commit", 3)]


@pytest.mark.parametrize("rule", ["commit", "no-such-rule"])
def test_escape_that_is_not_needed_is_a_finding(rule: str) -> None:
    found = check(Source("api/a.py", f"x = 1  # house: allow {rule} -- once upon a time\n"))
    assert [finding.rule for finding in found] == ["escape"]


def test_escape_inside_a_string_is_no_escape() -> None:
    text = 'x = "# house: allow commit -- because"; session.commit()\n'
    assert [finding.rule for finding in check(Source("api/a.py", text))] == ["commit"]


def test_file_that_does_not_parse_is_one_finding() -> None:
    found = check(Source("api/a.py", "x = 1\nx = (\n"))
    assert [(finding.rule, finding.line) for finding in found] == [("syntax", 2)]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_command_names_each_finding_and_fails(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "api").mkdir()
    (repository / "api" / "a.py").write_text("x = 1\nsession.commit()\n")
    (repository / "notes.md").write_text(f"see {HOME}\n")
    assert main() == 1
    assert [line.split(" ")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["api/a.py:2", "commit"],
        ["notes.md:1", "machine-path"],
    ]


def test_command_leaves_ignored_and_binary_files_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / ".gitignore").write_text("*.log\n")
    (repository / "old.log").write_text(f"{HOME}\n")
    (repository / "picture.png").write_bytes(b"\x89PNG\0" + HOME.encode())
    assert main() == 0
    assert capsys.readouterr().out == ""

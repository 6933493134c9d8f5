"""`rondel import` and `rondel export` on a served API with a worker beside it."""

import asyncio
import csv
import io
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count

import httpx
import orjson
import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli.embedded.errors import StackError
from cli.embedded.layout import PROJECT
from cli.embedded.ports import choose_port
from cli.exporting import _exported
from cli.following import follow
from cli.main import app
from cli.remote import Access, ApiUnreachable, Remote
from shared.core.settings import KafkaSettings
from shared.interchange import native
from shared.interchange.records import ProjectRecord, TaskRecord
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import serving
from tests.services.kafka import PARTITIONS
from workers.transfers.runner import Runner

PASSWORD = "correct horse battery staple"
LIMIT_BYTES = 100_000
SAMPLES = PROJECT / "tests" / "data" / "interchange"
_number = count(1)


@pytest.fixture(scope="module")
async def url(database_settings, database):
    """The address of an API whose transfers are carried out."""
    kafka = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
    async with serving(database_settings, kafka, import_limit_bytes=LIMIT_BYTES) as served:
        stop = asyncio.Event()
        running = asyncio.create_task(Runner(database).run(stop))
        yield str(served.client.base_url)
        stop.set()
        await running


class Person:
    """Somebody with an account, at the API and at the command line."""

    def __init__(self, client, email, folder):
        self.client = client
        self.email = email
        self.folder = folder

    def write(self, name, content):
        """A file of this person."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    async def __call__(self, *arguments, code=0, **environment):
        """What the command prints, or complains of."""
        ours = {
            "RONDEL_URL": str(self.client.base_url),
            "RONDEL_EMAIL": self.email,
            "RONDEL_PASSWORD": PASSWORD,
            "COLUMNS": "200",
        }
        done = await asyncio.to_thread(
            CliRunner().invoke, app, [*map(str, arguments)], env={**ours, **environment}
        )
        assert done.exit_code == code, done.output
        return done.output if code else done.stdout

    async def items(self, path):
        return (await self.client.get(path)).raise_for_status().json()["items"]

    async def titles(self):
        return sorted(task["title"] for task in await self.items("/api/tasks?limit=200"))


@asynccontextmanager
async def new_person(url, folder):
    email = f"cli{next(_number)}@example.com"
    async with httpx.AsyncClient(base_url=url) as client:
        body = {"email": email, "password": PASSWORD, "zone": "Europe/Berlin"}
        session = (await client.post("/api/auth/sign-up", json=body)).raise_for_status().json()
        client.headers["authorization"] = f"Bearer {session['access_token']}"
        yield Person(client, email, folder)


@pytest.fixture
async def ada(url, tmp_path):
    async with new_person(url, tmp_path) as person:
        yield person


def some_tasks(number):
    records = (
        ProjectRecord(source_id="p", name="Home"),
        *(TaskRecord(source_id=f"t{n}", title=f"Task {n}", project="p") for n in range(number)),
    )
    return b"".join(native.write(records, datetime(2026, 11, 1, tzinfo=UTC)))


async def test_a_file_comes_in_once_and_its_format_is_seen(ada):
    file = ada.write("mine.jsonl", some_tasks(3))
    said = await ada("import", file)
    counts = "4 taken + 0 lossy + 0 skipped + 0 failed + 0 unchanged"
    assert said == f"mine.jsonl (rondel): 4 rows became {counts}\n"
    assert await ada.titles() == ["Task 0", "Task 1", "Task 2"]
    again = orjson.loads(await ada("import", file, "--json", "--format", "native"))
    assert again["counts"]["unchanged"] == again["counts"]["rows"] == 4
    assert len(await ada.titles()) == 3


async def test_a_dry_run_writes_nothing_and_leaves_nothing_behind(ada):
    file = SAMPLES / "todoist.csv"
    made = orjson.loads(await ada("import", file, "--dry-run", "--json"))
    assert (made["state"], made["dry_run"], made["format"]) == ("done", True, "todoist_csv")
    assert "7 rows would become" in await ada("import", file, "--dry-run")
    assert await ada.titles() == []
    assert await ada.items("/api/imports") == []


async def test_columns_are_mapped_and_what_is_lost_is_told(ada):
    file = ada.write("other.csv", "What,When,Who\nBins,03/04/2031,Kim\nTea,,\n")
    columns = ("--map", "What=title", "--map", "When=due", "--date-order", "mdy")
    said = await ada("import", file, *columns)
    assert "2 rows became 1 taken + 1 lossy" in said
    assert "  row 2, lossy: Bins\n    Not mapped: Kim\n" in said
    (bins,) = await ada.items("/api/tasks?q=Bins")
    assert bins["due"]["date"] == "2031-03-04"
    report = ada.folder / "report.csv"
    said = await ada("import", SAMPLES / "ticktick.csv", "--report", report)
    assert str(report) in said
    rows = list(csv.DictReader(report.read_text().splitlines()))
    assert rows
    assert {row["outcome"] for row in rows} <= {"lossy", "skipped"}


async def test_twenty_rows_of_the_report_are_told_with_what_was_lost(ada):
    file = ada.write("many.csv", "title,due\n" + "".join(f"Tea {n},zz\n" for n in range(21)))
    said = await ada("import", file)
    assert "  row 21, lossy: Tea 19\n    due: “zz” is not a date.\n" in said
    assert "Tea 20" not in said
    assert said.endswith("  The rest with --report FILE.\n")


async def test_a_row_that_failed_is_a_failure(ada):
    first, *rest = some_tasks(2).splitlines(keepends=True)
    file = ada.write("broken.jsonl", first + b"{nothing}\n" + b"".join(rest))
    said = await ada("import", file, code=1)
    assert "  row 1, failed: {nothing}\n    This line is not JSON.\n" in said
    assert len(await ada.titles()) == 2


async def test_a_file_that_was_cut_off_is_a_failure_that_says_what_came(ada):
    file = ada.write("cut.jsonl", b"".join(some_tasks(3).splitlines(keepends=True)[:-1]))
    said = await ada("import", file, code=1)
    assert "4 taken" in said
    assert "The import has failed: " in said
    assert len(await ada.titles()) == 3


@pytest.mark.parametrize(
    ("content", "arguments", "code", "said"),
    [
        ("BEGIN:VCALENDAR", ["--format", "ticktick"], 1, "Is it of another format?"),
        ("title\nx\n", ["--format", "abc"], 1, "Name one of these with --format."),
        ("title\nx\n", ["--format", "csv", "--map", "a=b"], 1, "Correct --map"),
        ("title\nx\n", ["--format", "csv", "--map", "a"], 2, "is not COLUMN=FIELD"),
        ("hello", [], 2, "the file does not tell; name one of native, todoist_csv"),
        ("x" * (LIMIT_BYTES + 1), ["--format", "csv"], 1, "RONDEL_IMPORT_LIMIT_BYTES"),
        ("x" * (20 * LIMIT_BYTES), ["--format", "csv"], 1, f"At most {LIMIT_BYTES} bytes"),
        ("", ["--format", "csv"], 1, "The file is empty."),
    ],
)
async def test_a_file_that_is_refused_leaves_nothing(ada, content, arguments, code, said):
    file = ada.write("file.txt", content)
    assert said in await ada("import", file, *arguments, code=code)
    assert await ada.items("/api/imports") == []
    assert await ada.titles() == []


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"RONDEL_PASSWORD": "another"}, "Correct --email and --password"),
        ({"RONDEL_PASSWORD": ""}, "Set RONDEL_PASSWORD, or give --token."),
        ({"RONDEL_EMAIL": ""}, "You are not logged in."),
        ({"RONDEL_TOKEN": "abc"}, "Give another --token"),
        ({"RONDEL_TOKEN": "a b"}, "The token is none."),
        ({"RONDEL_URL": f"http://{NOBODY}"}, "cannot be reached: "),
        ({"RONDEL_URL": "localhost"}, "is no address of an API"),
        ({"RONDEL_URL": "http://[::1"}, "is no address of an API"),
    ],
)
async def test_who_is_not_let_in_or_finds_nobody_is_told_why(ada, environment, said):
    target = ada.folder / "out.jsonl"
    assert said in await ada("export", "-o", target, code=1, **environment)
    assert list(ada.folder.iterdir()) == []


async def test_an_export_takes_the_place_of_a_file_and_comes_back(ada, url, tmp_path):
    await ada("import", ada.write("in.jsonl", some_tasks(5)))
    target = ada.write("out.jsonl", b"older")
    made = orjson.loads(await ada("export", "-o", target, "--json"))
    assert made["file"] == str(target)
    assert made["file_bytes"] == target.stat().st_size
    assert target.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in ada.folder.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert await ada.items("/api/exports") == []
    async with new_person(url, tmp_path) as bob:
        await bob("import", target)
        assert await bob.titles() == await ada.titles()


@pytest.mark.parametrize(("name", "begins"), [("csv", "\ufeffid,parent"), ("ics", "BEGIN:VCAL")])
async def test_tasks_are_exported_for_other_programs(ada, name, begins):
    await ada("import", ada.write("in.jsonl", some_tasks(1)))
    target = ada.folder / f"out.{name}"
    await ada("export", "-o", target, "--format", name, "--email", ada.email)
    assert target.read_text().startswith(begins)
    assert "Task 0" in target.read_text()


async def test_an_export_that_cannot_be_written_or_is_unknown_is_said_first(ada):
    absent = ada.folder / "absent" / "out.jsonl"
    assert "Cannot write" in await ada("export", "-o", absent, code=1)
    assert "is no regular file" in await ada("export", "-o", "/dev/null", code=1)
    assert "Name a file" in await ada("export", "-o", "-", code=1)
    target = ada.write("out.jsonl", b"older")
    assert "Name one of these" in await ada("export", "-o", target, "--format", "abc", code=1)
    assert target.read_bytes() == b"older"
    assert await ada.items("/api/exports") == []


async def test_a_report_that_cannot_be_written_is_said_before_the_import(ada):
    file = ada.write("mine.jsonl", some_tasks(1))
    absent = ada.folder / "absent" / "report.csv"
    assert "Cannot write" in await ada("import", file, "--report", absent, code=1)
    assert await ada.titles() == []


async def test_an_export_through_a_link_leaves_the_link(ada):
    target = ada.write("real.jsonl", b"older")
    link = ada.folder / "link.jsonl"
    link.symlink_to(target)
    await ada("export", "-o", link)
    assert link.is_symlink()
    assert target.read_text().startswith('{"format":"rondel.account.v1"')


@asynccontextmanager
async def answering(*answers):
    """A server that answers each connection with the next of these bytes, then hangs up."""
    port, left = choose_port(), list(answers)

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(left.pop(0))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", port)
    async with server:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield Remote(client, "there", Access("", "", "ada@example.com", PASSWORD))


def answer_of(document, status="200 OK"):
    body = orjson.dumps(document)
    head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return head.encode() + body


async def test_a_download_that_breaks_off_leaves_the_older_file(tmp_path):
    target = tmp_path / "out"
    target.write_bytes(b"older")
    async with answering(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf") as remote:
        with pytest.raises(ApiUnreachable):
            await asyncio.to_thread(remote.download, "/file", target)
    assert target.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [target]


async def test_a_terminal_shows_how_far_it_is():
    states = ("waiting", None, 0), ("running", 4, 1), ("done", 4, 4)
    documents = [{"state": a, "rows_total": b, "rows_done": c} for a, b, c in states]
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    async with answering(*map(answer_of, documents)) as remote:
        found = await asyncio.to_thread(follow, remote, "/api/imports/1", "importing", console)
    assert found == documents[-1]
    assert "1/4" in screen.getvalue()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", "but not as Rondel does"),
        (b"HTTP/1.1 404 No\r\ncontent-length: 2\r\n\r\n{}", "answered 404, but not as"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "The token is none."),
    ],
)
async def test_another_server_is_known_as_such(answer, said):
    async with answering(answer) as remote:
        with pytest.raises(StackError, match=said):
            await asyncio.to_thread(remote.sign_in)


async def test_a_server_that_moved_says_where():
    moved = b"HTTP/1.1 301 Moved\r\nlocation: https://there\r\ncontent-length: 0\r\n\r\n"
    async with answering(moved) as remote:
        with pytest.raises(StackError) as caught:
            await asyncio.to_thread(remote.sign_in)
    assert caught.value.way_out == "It leads to https://there; name that place with --url."


async def test_a_server_that_is_away_or_busy_is_waited_for_and_signed_in_to_again():
    busy = {"code": "unavailable", "title": "Away", "detail": "Soon back."}
    gone = {"code": "auth.unauthenticated", "title": "Who?", "detail": "Expired."}
    async with answering(
        b"",
        answer_of(busy, "503 Away"),
        answer_of(gone, "401 Who"),
        answer_of({"access_token": "new"}),
        answer_of({"state": "done"}),
    ) as remote:
        assert await asyncio.to_thread(remote.look, "/api/imports/1") == {"state": "done"}
        assert remote._client.headers["Authorization"] == "Bearer new"


_BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>"
_MADE = answer_of({"id": "1"}, "201 Created")


async def test_a_proxy_whose_rondel_is_away_says_what_it_cannot_reach():
    async with answering(_BAD_GATEWAY) as remote:
        with pytest.raises(StackError, match="answered 502") as caught:
            await asyncio.to_thread(remote.ask, "GET", "/api/tasks")
    assert caught.value.way_out.startswith("What stands before Rondel cannot reach it")


async def test_a_change_behind_a_proxy_outlives_a_restart():
    async with answering(_BAD_GATEWAY, answer_of({"id": "1"})) as remote:
        assert await asyncio.to_thread(remote.change, "/api/undo/1", {}) == {"id": "1"}


async def test_an_export_behind_a_proxy_outlives_restarts(tmp_path):
    done = answer_of({"state": "done"})
    file = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nall"
    target = tmp_path / "out"
    async with answering(_MADE, _BAD_GATEWAY, done, file, _BAD_GATEWAY) as remote:
        await asyncio.to_thread(_exported, remote, "csv", target, Console())
    assert target.read_bytes() == b"all"


async def test_why_an_export_failed_is_not_hidden_by_a_proxy(tmp_path):
    failed = answer_of({"state": "failed", "error": "Too large."})
    async with answering(_MADE, failed, _BAD_GATEWAY) as remote:
        with pytest.raises(StackError, match=r"has failed: Too large\."):
            await asyncio.to_thread(_exported, remote, "csv", tmp_path / "out", Console())

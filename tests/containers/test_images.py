"""Both images against real PostgreSQL and Kafka: read-only, without rights, in little memory."""

import asyncio
import sys
from uuid import uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import make_url

from cli.embedded.ports import choose_port
from tests.containers.engine import HARDENED
from tests.e2e.people import in_seconds, remind_at, signed_up
from tests.e2e.world import WORKERS, environment_of
from tests.services.kafka import settings_for
from tests.services.postgres import url_of_database
from tests.waiting import eventually

pytestmark = pytest.mark.timeout(1500)

READY_SECONDS = 90


@pytest.fixture(scope="module")
async def environment(postgres_url, kafka_brokers, mail_sink):
    """Options that tell a container where an empty database and the brokers are."""
    name = f"rondel_containers_{uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f'CREATE DATABASE "{name}"')
    yield environment_of(
        url_of_database(postgres_url, name), settings_for(kafka_brokers), mail_sink
    )
    await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await connection.close()


def options_of(environment):
    return [part for item in environment.items() for part in ("-e", "=".join(item))]


@pytest.fixture
def once(engine, images, environment):
    """Runs a command of the worker's image to its end."""

    def run(*command, **changed):
        options = options_of({**environment, **changed})
        return engine.run("run", "--rm", *HARDENED, *options, images["worker"], *command)

    return run


def last_words(engine, names):
    """The end of each container's log."""
    logs = ((name, engine.run("logs", "--tail", "20", name)) for name in names)
    return "".join(f"--- {name}\n{log.stdout}{log.stderr}" for name, log in logs)


class TestFaults:
    def test_what_is_not_set_is_named(self, engine, images):
        result = engine.run("run", "--rm", *HARDENED, images["worker"], "worker", "relay")
        assert result.returncode == 2
        assert "DATABASE_URL is not set" in result.stderr

    def test_the_api_names_the_secret_that_is_missing(self, engine, images, environment):
        given = {k: v for k, v in environment.items() if k != "BETTER_AUTH_SECRET"}
        result = engine.run("run", "--rm", *HARDENED, *options_of(given), images["api"])
        assert result.returncode == 2
        assert "BETTER_AUTH_SECRET is not set" in result.stderr

    def test_an_unknown_command_is_wrong_use(self, once):
        assert once("nonsense").returncode == 2

    def test_a_database_that_is_not_there_is_named(self, once):
        result = once("migrate", DATABASE_URL="postgresql://a:wrong@127.0.0.1:18199/rondel")
        assert result.returncode == 1
        assert "rondel on 127.0.0.1:18199 cannot be used" in result.stderr
        assert "wrong" not in result.stderr

    def test_a_wrong_password_of_the_database_is_named_and_not_shown(self, once, environment):
        url = make_url(environment["DATABASE_URL"]).set(password="hunter2")
        result = once("migrate", DATABASE_URL=url.render_as_string(hide_password=False))
        assert result.returncode == 1
        assert "password authentication failed" in result.stderr
        assert "hunter2" not in result.stdout + result.stderr

    def test_a_broker_that_is_not_there_is_named(self, once):
        result = once("topics", "apply", KAFKA_BROKERS="127.0.0.1:18199")
        assert result.returncode == 2
        assert "Kafka at 127.0.0.1:18199 does not answer" in result.stderr

    @pytest.mark.parametrize("name", ["api", "worker"])
    def test_no_pip_no_root_nothing_to_write(self, engine, images, name):
        script = "id -u; ! python -m pip --version 2>/dev/null && ! touch /app/x 2>/dev/null"
        options = ["run", "--rm", *HARDENED, "--entrypoint", "sh"]
        assert engine.done(*options, images[name], "-c", script) == "10001"


async def test_a_reminder_goes_through_the_containers_as_a_mail(
    engine, images, environment, once, mail_sink
):
    for command in (("migrate",), ("topics", "apply")):
        result = once(*command)
        assert result.returncode == 0, result.stdout + result.stderr
    run, ports = uuid4().hex[:8], {}
    try:
        for name in ("api", *WORKERS):
            ports[name] = choose_port(avoid=list(ports.values()))
            options = options_of({**environment, "RONDEL_HTTP__PORT": str(ports[name])})
            image, command = (images["api"], ["serve"])
            if name != "api":
                image, command = (images["worker"], ["worker", name])
            engine.done(
                "run", "-d", "--name", f"{run}-{name}", *HARDENED, *options, image, *command
            )
        async with httpx.AsyncClient() as client:

            async def ready():
                for port in ports.values():
                    try:
                        answer = await client.get(f"http://127.0.0.1:{port}/readyz")
                    except httpx.TransportError:
                        return False
                    if not answer.is_success:
                        return False
                return True

            try:
                await eventually(ready, READY_SECONDS, "every container is ready")
            except AssertionError:
                sys.stderr.write(last_words(engine, [f"{run}-{name}" for name in ports]))
                raise
        async with signed_up(f"http://127.0.0.1:{ports['api']}") as person:
            await person.create("Water the plants", reminders=remind_at(in_seconds(1)))
            (mail,) = await mail_sink.mails(person.email, at_least=1)
        assert "Water the plants" in mail.subject
        names = [f"{run}-{name}" for name in ports]
        form = "{{.Name}}\t{{.MemUsage}}"
        sys.stderr.write("\n" + engine.done("stats", "--no-stream", "--format", form, *names))
        sys.stderr.write("\n" + engine.done("images", "--format", "{{.Repository}}\t{{.Size}}"))
        await asyncio.to_thread(engine.done, "stop", "-t", "35", *names)
        codes = engine.done("inspect", "-f", "{{.State.ExitCode}}", *names).split()
        assert codes == ["0"] * len(names)
    finally:
        engine.run("rm", "-f", *(f"{run}-{name}" for name in ports))

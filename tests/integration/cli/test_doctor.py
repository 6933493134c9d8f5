"""`rondel doctor` finds what is broken and how to mend it; no check stops the others."""

import asyncio
import json
from functools import partial

import pytest
from sqlalchemy import make_url, text

from api.assistant.settings import AssistantSettings
from cli.doctor import settings_checks
from cli.doctor.database_checks import check_transactions
from cli.doctor.finding import Finding, Status, ok, problem, warning
from cli.doctor.installation import Installation, read_installation
from cli.doctor.outside_checks import check_disk, check_model, check_smtp, check_web, send_trial
from cli.doctor.running import examine, run_all, worst_exit_code
from cli.doctor.tracing_check import check_tracing
from cli.embedded.ports import choose_port
from shared.core.secret_files import DEVELOPMENT
from shared.core.settings import (
    DatabaseSettings,
    KafkaSettings,
    Settings,
    SmtpSettings,
)
from shared.core.tracing_settings import TracingSettings
from shared.db.migrate import downgrade
from shared.kafka.admin import ensure_topics
from tests.factories.dead_letters import make_letter
from tests.integration.cli.conftest import Rondel
from tests.integration.notifications.conftest import smtp_settings
from tests.integration.notifications.mail_server import MailServer
from tests.services.kafka import settings_for
from tests.services.postgres import fresh_database
from tests.services.postgres import settings_for as database_settings_for
from tests.services.receiver import Receiver, Said

SECRET = "0123456789abcdef0123456789abcdef-for-tests"
NOBODY = "127.0.0.1:1"


@pytest.fixture
def installation(tmp_path, database_settings, kafka_settings, mail_sink):
    """All services are there, and no process of Rondel is."""
    return Installation(
        base=Settings(environment="development"),
        database=database_settings,
        kafka=kafka_settings,
        smtp=SmtpSettings(host=mail_sink.environment["SMTP_HOST"], port=mail_sink.running.port),
        assistant=None,
        has_secrets_key=True,
        state_folder=tmp_path,
    )


@pytest.fixture
async def asking_server():
    """A mail server that asks for a password."""
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def receiver():
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


def changed(installation, **changes):
    fields = {name: getattr(installation, name) for name in Installation.__slots__}
    return Installation(**{**fields, **changes})


def of(findings: list[Finding], check: str) -> list[Finding]:
    found = [each for each in findings if each.check == check]
    assert found, [each.check for each in findings]
    return found


def only(findings, check) -> Finding:
    (found,) = of(findings, check)
    return found


async def test_services_that_are_there_are_in_order_and_absent_processes_are_named(installation):
    findings = await examine(installation, None)
    well = ("database", "migrations", "clock", "topics", "mail", "tracing", "disk", "dead letters")
    for check in well:
        assert only(findings, check).status is Status.OK, only(findings, check)
    groups = of(findings, "consumer groups")
    assert {each.status for each in groups} == {Status.PROBLEM}
    assert "No process of notifications is there" in " ".join(each.what for each in groups)
    assert "rondel worker notifications" in " ".join(each.mend for each in groups)
    leases = of(findings, "leases")
    assert [each.mend.partition(",")[0] for each in leases] == [
        "Start one (rondel worker relay)",
        "Start one (rondel worker reminders)",
    ]
    assert worst_exit_code(findings) == 2


async def test_an_absent_database_is_one_problem_and_the_rest_is_looked_at(installation):
    url = f"postgresql://u:topsecret@127.0.0.1:{choose_port(20_000)}/rondel"
    away = changed(installation, database=DatabaseSettings.model_validate({"url": url}))
    findings = await examine(away, None)
    found = only(findings, "database")
    assert found.status is Status.PROBLEM
    assert "cannot be used" in found.what
    assert "DATABASE_URL" in found.mend
    assert only(findings, "migrations").status is Status.SKIPPED
    assert only(findings, "topics").status is Status.OK
    assert "topsecret" not in repr(findings)


@pytest.mark.parametrize(
    ("part", "wrong", "said"),
    [
        ("password", "topsecret", "password authentication failed"),
        ("database", "nowhere", "does not exist"),
    ],
)
async def test_a_database_that_lets_nobody_in_is_one_problem(
    installation, database_settings, part, wrong, said
):
    url = make_url(database_settings.url.get_secret_value()).set(**{part: wrong})
    wrong_url = url.render_as_string(hide_password=False)
    shut = changed(installation, database=database_settings_for(wrong_url))
    findings = await examine(shut, None)
    found = only(findings, "database")
    assert found.status is Status.PROBLEM
    assert said in found.what
    assert "DATABASE_URL" in found.mend
    assert only(findings, "migrations").status is Status.SKIPPED
    assert "topsecret" not in repr(findings)


async def test_an_absent_kafka_is_one_problem_and_the_rest_is_looked_at(installation):
    away = changed(installation, kafka=KafkaSettings(brokers=NOBODY, partitions=4))
    findings = await examine(away, None)
    found = only(findings, "kafka")
    assert (found.status, found.what) == (Status.PROBLEM, f"No broker answers at {NOBODY}.")
    assert "KAFKA_BROKERS" in found.mend
    assert only(findings, "database").status is Status.OK


async def test_missing_topics_are_named_with_the_command_that_makes_them(
    installation, kafka_brokers
):
    bare = changed(installation, kafka=settings_for(kafka_brokers))
    found = only(await examine(bare, None), "topics")
    assert found.status is Status.PROBLEM
    assert "Topics are missing: retry.recurrence.10s" in found.what
    assert "rondel topics apply" in found.mend


async def test_another_number_of_partitions_is_a_problem_with_two_ways_out(
    installation, kafka_settings
):
    await ensure_topics(kafka_settings)
    other = kafka_settings.model_copy(update={"partitions": kafka_settings.partitions + 3})
    found = of(await examine(changed(installation, kafka=other), None), "topics")
    assert {each.status for each in found} == {Status.PROBLEM}
    words = f"The topic reminders has {kafka_settings.partitions} partitions, wanted are"
    assert any(each.what.startswith(words) for each in found)
    assert "RONDEL_KAFKA__PARTITIONS" in found[0].mend
    assert "docs/how-to/change-partitions.md" in found[0].mend


async def test_an_old_schema_is_a_problem_and_says_the_command(
    installation, postgres_url, template_name
):
    async with fresh_database(postgres_url, template_name) as url:
        await downgrade(url, "-1")
        old = database_settings_for(url)
        findings = await examine(changed(installation, database=old), None)
    found = only(findings, "migrations")
    assert found.status is Status.PROBLEM
    assert "rondel migrate" in found.mend


async def test_open_dead_letters_are_a_warning(installation, database):
    await make_letter(database, event_type="task.completed")
    found = only(await examine(installation, None), "dead letters")
    assert found.status is Status.WARNING
    assert "1 task.completed" in found.what
    assert "rondel dlq ls" in found.mend
    async with database.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM dead_letters"))


async def test_a_long_transaction_is_told_with_who_has_it(installation, database):
    async with database.unit_of_work() as uow:
        await uow.connection.execute(text("SELECT 1"))
        found = await check_transactions(installation, database, seconds=0.0)
    assert found[0].status is Status.WARNING
    assert found[0].what.startswith("rondel-tests/")
    assert "has had a transaction open" in found[0].what


async def test_a_mail_server_that_is_away_or_wants_another_password_is_a_problem(
    installation, asking_server
):
    nobody = SmtpSettings(host="127.0.0.1", port=choose_port(20_000))
    (found,) = await check_smtp(changed(installation, smtp=nobody))
    assert found.status is Status.PROBLEM
    assert "SMTP_HOST" in found.mend
    wrong = smtp_settings(asking_server.port, username="rondel", password="wrong-hunter2")
    (found,) = await check_smtp(changed(installation, smtp=wrong))
    assert found.status is Status.PROBLEM
    assert "535" in found.what
    assert "SMTP_PASSWORD" in found.mend
    assert "hunter2" not in found.what


async def test_a_silent_mail_server_is_no_reason_to_change_settings(installation, asking_server):
    asking_server.sender_answers = [None]
    slow = smtp_settings(asking_server.port, timeout_seconds=0.5)
    (found,) = await check_smtp(changed(installation, smtp=slow))
    assert found.status is Status.PROBLEM
    assert "gave no answer within 0.5 s" in found.what
    assert "Correct" not in found.mend
    assert "firewall" in found.mend


async def test_wrong_settings_are_not_taken_for_an_absent_mail_server(monkeypatch):
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_PORT", "none")
    assert [each.status for each in await check_smtp(read_installation())] == [Status.SKIPPED]


async def test_a_trial_mail_arrives(installation, mail_sink):
    (found,) = await send_trial(installation, "ada-doctor@example.com")
    assert found.status is Status.OK, found
    (mail,) = await mail_sink.mails("ada-doctor@example.com", at_least=1)
    assert mail.subject == "Mail from Rondel arrives"


async def test_something_else_at_the_public_address_is_not_taken_for_rondel(installation, receiver):
    receiver.says = [Said(body=b"<html>hello</html>")]
    base = Settings(public_url=f"http://127.0.0.1:{receiver.port}", environment="development")
    found = (await check_web(changed(installation, base=base)))[0]
    assert found.status is Status.PROBLEM
    assert "something else than Rondel answers" in found.what


async def test_a_model_that_does_not_take_the_key_is_a_problem(installation, receiver):
    receiver.says = [Said(401)]
    url = f"http://127.0.0.1:{receiver.port}/v1"
    assistant = AssistantSettings(model="m", base_url=url, api_key="wrong")
    (found,) = await check_model(changed(installation, assistant=assistant))
    assert found.status is Status.PROBLEM
    assert "OPENAI_API_KEY" in found.mend


async def findings_of_tracing(installation, endpoint, **more):
    tracing = TracingSettings(endpoint=endpoint, timeout_seconds=1, **more)
    return await check_tracing(changed(installation, base=Settings(tracing=tracing)))


async def test_tracing_that_is_not_set_is_in_order(installation):
    (found,) = await findings_of_tracing(installation, None)
    assert (found.status, found.what) == (Status.OK, "Not set: no spans are recorded.")


async def test_a_collector_is_asked_with_an_export_of_nothing(installation, receiver, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-key=of-ours")
    (found,) = await findings_of_tracing(installation, receiver.url)
    assert found.status is Status.OK, found
    (request,) = receiver.requests
    assert (request.path, request.body) == ("/v1/traces", b"")
    assert request.headers["content-type"] == "application/x-protobuf"
    assert request.headers["x-key"] == "of-ours"


@pytest.mark.parametrize("status", [401, 404, 415])
async def test_a_collector_that_refuses_spans_is_a_problem(installation, receiver, status):
    receiver.says = [Said(status)]
    (found,) = await findings_of_tracing(installation, receiver.url)
    assert found.status is Status.PROBLEM
    assert f"it says {status}" in found.what
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in found.mend


async def test_a_collector_that_is_away_is_a_warning(installation):
    (found,) = await findings_of_tracing(installation, f"http://127.0.0.1:{choose_port(20_000)}")
    assert found.status is Status.WARNING
    assert "nobody answers there" in found.what


async def test_a_collector_that_hangs_is_a_warning(installation, receiver):
    receiver.says = [Said(hangs=True)]
    (found,) = await findings_of_tracing(installation, receiver.url)
    assert found.status is Status.WARNING
    assert "does not answer in time" in found.what


async def test_a_missing_state_folder_is_not_taken_for_room(installation, tmp_path):
    (found,) = await check_disk(changed(installation, state_folder=tmp_path / "none"))
    assert found.status is Status.SKIPPED


async def test_links_to_localhost_are_a_warning_in_production(installation):
    base = Settings(public_url="http://localhost:8000", environment="production")
    found = (await settings_checks.check_public_url(changed(installation, base=base)))[0]
    assert found.status is Status.WARNING
    assert "RONDEL_PUBLIC_URL" in found.mend


async def test_a_broken_or_slow_check_says_so_and_the_others_go_on():
    async def breaks() -> list[Finding]:
        raise ZeroDivisionError("by zero")

    async def hangs() -> list[Finding]:
        await asyncio.Event().wait()
        return []

    async def good() -> list[Finding]:
        return [ok("good", "All is well.")]

    checks = {"broken": breaks, "slow": hangs, "good": good}
    broken, slow, well = await run_all(checks, seconds=0.05)
    assert (broken.check, broken.status) == ("broken", Status.PROBLEM)
    assert "ZeroDivisionError: by zero" in broken.what
    assert (slow.check, slow.status) == ("slow", Status.PROBLEM)
    assert well.status is Status.OK


def test_the_exit_code_is_that_of_the_worst():
    well, odd, bad = ok("a", "x"), warning("a", "x", "y"), problem("a", "x", "y")
    assert [worst_exit_code(each) for each in ([well], [well, odd], [bad, odd])] == [0, 1, 2]


async def test_a_development_secret_in_production_is_found_by_the_command(tmp_path):
    rondel = Rondel(tmp_path)
    environment = {
        "DATABASE_URL": f"postgresql://u:p@{NOBODY}/rondel",
        "KAFKA_BROKERS": NOBODY,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": "1",
        "BETTER_AUTH_SECRET": DEVELOPMENT + SECRET,
        "RONDEL_ENVIRONMENT": "production",
    }
    ran = await asyncio.to_thread(partial(rondel, "doctor", "--json", **environment))
    assert ran.returncode == 2, ran.stderr
    document = json.loads(ran.stdout)
    (found,) = [each for each in document["findings"] if each["check"] == "settings"]
    assert found["status"] == "problem"
    assert "BETTER_AUTH_SECRET: was made by rondel dev" in found["what"]
    assert DEVELOPMENT + SECRET not in ran.stdout
    assert document["counts"]["problem"] >= 4
    assert ran.stderr == ""


async def test_with_some_settings_the_command_says_which_are_missing(tmp_path):
    rondel = Rondel(tmp_path)
    ran = await asyncio.to_thread(partial(rondel, "doctor", KAFKA_BROKERS=NOBODY))
    assert ran.returncode == 2
    assert "DATABASE_URL is not set" in ran.stdout
    assert "BETTER_AUTH_SECRET is not set" in ran.stdout


async def test_where_nothing_runs_and_nothing_is_named_that_is_all_it_says(tmp_path):
    ran = await asyncio.to_thread(Rondel(tmp_path), "doctor", "--json")
    assert ran.returncode == 2
    (found,) = json.loads(ran.stdout)["findings"]
    assert "Rondel does not run here" in found["what"]
    assert "make dev" in found["mend"]

"""Ports that are not the usual ones are known as such."""

import json
import os
import socket

import pytest

from cli.embedded.errors import PortTaken
from cli.embedded.plan import forget_ports, make_plan, moved_ports
from cli.embedded.ports import HOST, PortBook, choose_port
from cli.embedded.processes import identify
from cli.embedded.settings import StackSettings
from cli.embedded.state import ServiceState, StackState, StateFolder


@pytest.fixture
def taken():
    """A port with a listener for the length of the test."""
    with socket.create_server((HOST, choose_port())) as listener:
        yield listener.getsockname()[1]


def state_with(port, **more):
    api = ServiceState(name="api", kind="http", url=f"http://{HOST}:{port}", **more)
    return StackState(supervisor=identify(os.getpid()), services=[api])


def test_service_that_gave_way_is_named_with_both_ports(taken):
    port = choose_port()
    assert list(moved_ports(state_with(port), {"api": taken})) == [("api", taken, port)]


def test_service_on_its_usual_port_has_not_moved(taken):
    assert list(moved_ports(state_with(taken), {"api": taken})) == []


def test_service_that_kept_its_port_gave_way_to_nobody():
    assert list(moved_ports(state_with(choose_port()), {"api": choose_port()})) == []


def test_service_of_others_has_not_moved(taken):
    assert list(moved_ports(state_with(choose_port(), external=True), {"api": taken})) == []


def test_page_of_the_mails_is_looked_at_too(taken):
    state = state_with(taken).model_copy(update={"mail": f"http://localhost:{taken + 1}"})
    assert list(moved_ports(state, {"mail-page": taken})) == [("mail-page", taken, taken + 1)]


@pytest.fixture
def plan_in(monkeypatch):
    """A plan for a folder, whose services are the stack's own."""
    for name in ("DATABASE_URL", "KAFKA_BROKERS", "SMTP_HOST"):
        monkeypatch.delenv(name, raising=False)
    return lambda path, **more: make_plan(StackSettings(), StateFolder(path), **more)


def test_port_that_was_asked_for_stays_until_another_is(tmp_path, plan_in):
    first, second = choose_port(), choose_port()
    assert plan_in(tmp_path, api_port=first).url == f"http://localhost:{first}"
    assert plan_in(tmp_path).url == f"http://localhost:{first}"
    assert plan_in(tmp_path, api_port=second).url == f"http://localhost:{second}"
    assert plan_in(tmp_path).url == f"http://localhost:{second}"


def test_port_that_was_asked_for_is_not_left_in_silence(tmp_path, plan_in, taken):
    (tmp_path / "ports.json").write_text(json.dumps({"asked api": taken}))
    with pytest.raises(PortTaken):
        plan_in(tmp_path)


def test_zipkin_gets_the_traces_and_is_linked_to(tmp_path, plan_in):
    plan = plan_in(tmp_path, with_zipkin=True)
    (zipkin,) = [part.service for part in plan.parts if part.kind == "zipkin"]
    assert plan.environment["RONDEL_LINKS__ZIPKIN"] == zipkin.url
    assert plan.environment["RONDEL_TRACING__RATIO"] == "1"


def test_forgotten_ports_are_given_anew(tmp_path):
    PortBook(tmp_path / "ports.json").take("kafka", choose_port())
    forget_ports(StateFolder(tmp_path))
    forget_ports(StateFolder(tmp_path))
    preferred = choose_port()
    assert PortBook(tmp_path / "ports.json").take("kafka", preferred) == preferred

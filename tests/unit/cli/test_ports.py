"""Ports are free when they are given, and stay what they were."""

import json
import socket
from pathlib import Path

import pytest

from cli.embedded.errors import PortTaken, StackError
from cli.embedded.ports import HOST, PortBook, choose_port, is_free


@pytest.fixture
def taken() -> int:
    """A port with a listener for the length of the test."""
    with socket.create_server((HOST, choose_port())) as listener:
        yield listener.getsockname()[1]


def test_port_with_a_listener_is_not_free(taken):
    assert not is_free(taken)


def test_preferred_port_is_given_while_it_is_free():
    free = choose_port()
    assert choose_port(free) == free


def test_taken_port_gives_way_to_one_just_above(taken):
    assert taken < choose_port(taken) < taken + 20


def test_promised_port_is_given_to_nobody_else():
    free = choose_port()
    assert choose_port(free, avoid=[free]) != free


def test_ports_lie_below_those_of_outgoing_connections():
    lowest_outgoing = int(
        Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]
        if Path("/proc/sys/net/ipv4/ip_local_port_range").exists()
        else "32768"
    )
    assert choose_port() < lowest_outgoing


def test_book_remembers_a_port_over_its_preference(tmp_path):
    first = PortBook(tmp_path / "ports.json").take("kafka", choose_port())
    assert PortBook(tmp_path / "ports.json").take("kafka", choose_port()) == first


def test_book_gives_two_services_two_ports(tmp_path):
    book = PortBook(tmp_path / "ports.json")
    preferred = choose_port()
    assert book.take("kafka", preferred) != book.take("kafka-controller", preferred)


def test_book_leaves_the_port_of_a_service_that_comes_later_alone(tmp_path):
    port = choose_port()
    (tmp_path / "ports.json").write_text(json.dumps({"mail": port}))
    assert PortBook(tmp_path / "ports.json").take("api", port) != port


def test_book_replaces_a_remembered_port_that_is_taken(tmp_path, taken):
    (tmp_path / "ports.json").write_text(json.dumps({"api": taken}))
    assert PortBook(tmp_path / "ports.json").take("api", taken) != taken


def test_demanded_port_that_is_taken_is_refused_with_a_way_out(tmp_path, taken):
    with pytest.raises(PortTaken, match=str(taken)) as refusal:
        PortBook(tmp_path / "ports.json").demand("api", taken)
    assert "another port" in refusal.value.way_out


def test_preferred_port_is_had_again_when_it_is_free_again(tmp_path):
    (tmp_path / "ports.json").write_text(json.dumps({"api": choose_port()}))
    preferred = choose_port()
    assert PortBook(tmp_path / "ports.json").prefer("api", preferred) == preferred


def test_port_that_stood_in_is_kept_while_the_preferred_one_is_taken(tmp_path, taken):
    first = PortBook(tmp_path / "ports.json").prefer("api", taken)
    assert first != taken
    assert PortBook(tmp_path / "ports.json").prefer("api", taken) == first


def test_port_that_stands_in_is_nobodys_default(tmp_path, taken):
    book = PortBook(tmp_path / "ports.json", reserved=range(taken, taken + 5))
    assert book.prefer("api", taken) not in range(taken, taken + 5)


def test_demanded_port_is_remembered_and_given_to_nobody_else(tmp_path):
    demanded = choose_port()
    PortBook(tmp_path / "ports.json").demand("api", demanded)
    assert PortBook(tmp_path / "ports.json").asked("api") == demanded
    assert PortBook(tmp_path / "ports.json").take("mail", demanded) != demanded


def test_damaged_book_counts_as_empty(tmp_path):
    (tmp_path / "ports.json").write_text("{half")
    assert PortBook(tmp_path / "ports.json").take("api", choose_port()) > 0


def test_every_stack_error_has_a_way_out():
    assert StackError("no", "do this").way_out == "do this"


def test_a_port_is_not_given_away_twice_in_a_row():
    given = [choose_port() for _ in range(300)]
    assert len(set(given)) == len(given)

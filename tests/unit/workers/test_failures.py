"""Every kind of error is judged as what it is."""

from collections.abc import Callable

import asyncpg
import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError
from sqlalchemy.exc import IntegrityError

from shared.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from shared.events.envelope import UndecodableEvent
from workers.runtime.failures import FailureKind, judge
from workers.runtime.handler import PermanentError, TransientError

AWAY, TRANSIENT = FailureKind.AWAY, FailureKind.TRANSIENT
PERMANENT, BUG = FailureKind.PERMANENT, FailureKind.BUG


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "dependency"),
    [
        (Unavailable("PostgreSQL"), AWAY, "PostgreSQL"),
        (caused(Unavailable("PostgreSQL"), ConnectionRefusedError()), AWAY, "PostgreSQL"),
        (caused(Unavailable("PostgreSQL"), asyncpg.InterfaceError("closed")), AWAY, "PostgreSQL"),
        (
            caused(Unavailable("PostgreSQL"), asyncpg.InternalClientError("cannot switch")),
            AWAY,
            "PostgreSQL",
        ),
        (
            caused(Unavailable("PostgreSQL"), asyncpg.ReadOnlySQLTransactionError("standby")),
            AWAY,
            "PostgreSQL",
        ),
        (Unavailable("Kafka"), AWAY, "Kafka"),
        (KafkaConnectionError("no broker"), AWAY, "Kafka"),
        (MessageSizeTooLargeError("2 MB"), TRANSIENT, ""),
        (Unavailable("mail server"), TRANSIENT, ""),
        (TransientError("busy"), TRANSIENT, ""),
        (ConnectionResetError(), TRANSIENT, ""),
        (TimeoutError(), TRANSIENT, ""),
        (asyncpg.DeadlockDetectedError("deadlock"), TRANSIENT, ""),
        (asyncpg.SerializationError("conflict"), TRANSIENT, ""),
        (asyncpg.QueryCanceledError("timeout"), TRANSIENT, ""),
        (IntegrityError("INSERT", {}, asyncpg.UniqueViolationError("twice")), BUG, ""),
        (InvalidInput("/a", "bad", "no"), PERMANENT, ""),
        (NotFound("task", 1), PERMANENT, ""),
        (Conflict("no"), PERMANENT, ""),
        (PermanentError("no"), PERMANENT, ""),
        (UndecodableEvent("what"), PERMANENT, ""),
        (ValueError("oops"), BUG, ""),
        (KeyError("oops"), BUG, ""),
        (FileNotFoundError("template"), BUG, ""),
    ],
    ids=lambda value: (
        f"{type(value).__name__} {value.args} {type(value.__cause__).__name__}"
        if isinstance(value, Exception)
        else str(value)
    ),
)
def test_kind_of_error(error: Exception, kind: FailureKind, dependency: str) -> None:
    failure = judge(error)
    assert (failure.kind, failure.dependency) == (kind, dependency)


@pytest.mark.parametrize(
    ("own", "kind"),
    [(TransientError("mail"), TRANSIENT), (ValueError("x"), BUG), (PermanentError("x"), PERMANENT)],
)
def test_an_error_caused_by_a_socket_is_not_taken_for_a_lost_database(
    own: Exception, kind: FailureKind
) -> None:
    """A unit of work turns it into Unavailable; waiting for PostgreSQL would never end."""
    error = caused(Unavailable("PostgreSQL"), caused(own, ConnectionRefusedError()))
    failure = judge(error)
    assert failure.kind is kind
    assert failure.error is own


def test_wait_that_the_other_side_asked_for() -> None:
    assert judge(TransientError("busy", 30)).retry_after_seconds == 30
    assert judge(TransientError("busy")).retry_after_seconds is None
    assert judge(Unavailable("mail server", 7)).retry_after_seconds == 7


def test_class_and_text_fit_a_header() -> None:
    failure = judge(ValueError("line one\nline two\t" + "x" * 2000))
    assert failure.error_class == "ValueError"
    assert failure.text.startswith("line one line two x")
    assert len(failure.text) == 500
    assert judge(NotFound("task", 1)).error_class == "not_found"


def raise_here(error: Exception) -> None:
    raise error


def raise_there(error: Exception) -> None:
    raise error


def raised(error: Exception, where: Callable[[Exception], None] = raise_here) -> Exception:
    try:
        where(error)
    except Exception as caught:  # noqa: BLE001 - given back with its traceback
        return caught
    raise AssertionError


def test_fingerprint_tells_places_and_classes_apart_but_not_texts() -> None:
    one = judge(raised(ValueError("one"))).fingerprint
    assert judge(raised(ValueError("two"))).fingerprint == one
    assert judge(raised(KeyError("one"))).fingerprint != one
    assert judge(raised(ValueError("one"), raise_there)).fingerprint != one


def test_what_people_are_told_has_no_internals() -> None:
    assert judge(TransientError("451 try later")).told == "451 try later"
    for error in (AttributeError("'Wording' object has no attribute 'elsewere'"), TimeoutError()):
        assert judge(error).told == "internal_error"

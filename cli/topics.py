"""`rondel topics`: the topics of the brokers, held to the catalogue, and who may use them."""

import asyncio
import json
import logging
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer
from pydantic import Field

from cli.acl_formats import acl_commands, strimzi_users
from cli.embedded.errors import StackError
from cli.embedded.state import running_stack
from cli.failing import telling_errors
from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings, Settings, read_settings, setting_name
from shared.kafka.acls import acls
from shared.kafka.admin import Difference, Remedy, compare_topics, ensure_topics
from shared.kafka.errors import KafkaRefused, TopicMismatch, TopicRefused
from shared.kafka.topology import wanted_topics

_DIFFERS = 1
_TROUBLE = 2
_BEGIN = "Rondel does not run here: start it with make dev (rondel dev), or set KAFKA_BROKERS."
_ANY_BROKERS = "localhost:9092"
_PROCEDURE = "docs/how-to/change-partitions.md"

T = TypeVar("T")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs")]

app = typer.Typer(
    help="Hold the topics of the brokers to the catalogue, and print who may use them.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


class AclFormat(StrEnum):
    """How ACLs are printed."""

    TEXT = "text"
    KAFKA_ACLS = "kafka-acls"
    STRIMZI = "strimzi"


class _TopicsSettings(Settings):
    kafka: KafkaSettings | None = Field(default=None, description="Kafka")


@app.command("ls")
def list_topics(as_json: AsJson = False) -> None:
    """List the topics that Rondel needs, without asking a broker."""
    with _telling_errors():
        topics = wanted_topics(known_kafka(or_else=_ANY_BROKERS)).values()
    if as_json:
        _print_json([asdict(each) for each in topics])
        return
    rows = [
        (
            each.name,
            str(each.partitions),
            str(each.replication_factor),
            ",".join(f"{key}={value}" for key, value in each.configs.items()),
        )
        for each in topics
    ]
    _print_table(("TOPIC", "PARTITIONS", "REPLICAS", "CONFIGS"), rows)


@app.command("diff")
def show_differences(as_json: AsJson = False) -> None:
    """Show what the brokers have otherwise than the catalogue wants it; exit code 1 if anything."""
    with _telling_errors():
        settings = known_kafka()
        differences = _run(compare_topics(settings), settings)
    if as_json:
        _print_json([asdict(each) for each in differences])
    else:
        _print_differences(differences, nothing="The brokers have every topic as it should be.")
    if differences:
        raise typer.Exit(_DIFFERS)


@app.command("apply")
def apply_topics(as_json: AsJson = False) -> None:
    """Create missing topics and set configs that differ; nothing is deleted or re-partitioned."""
    with _telling_errors():
        settings = known_kafka()
        differences = _run(compare_topics(settings), settings)
        _run(ensure_topics(settings), settings)
    left = [each for each in differences if each.remedy is Remedy.BY_HAND]
    done = [each for each in differences if each.remedy is not Remedy.BY_HAND]
    if as_json:
        _print_json({"done": [asdict(d) for d in done], "left": [asdict(d) for d in left]})
    else:
        _print_differences(done, nothing="There was nothing to do.")
        if left:
            typer.echo("Left as it is, because only its operator can move data:")
            _print_differences(left, nothing="")
    if left:
        raise typer.Exit(_DIFFERS)


@app.command("acls")
def show_acls(
    form: Annotated[AclFormat, typer.Option("--format", help="For people, or to apply")] = (
        AclFormat.TEXT
    ),
    as_json: AsJson = False,
    user: Annotated[
        str,
        typer.Option(help="User of each process, CN={role} for mutual TLS; or one name for all"),
    ] = "rondel-{role}",
    command_config: Annotated[
        str | None, typer.Option(help="kafka-acls: file with the credentials of an administrator")
    ] = None,
    cluster: Annotated[str, typer.Option(help="strimzi: name of the Kafka resource")] = "kafka",
) -> None:
    """Print what each process may do in Kafka, and nothing beyond."""
    if as_json and form is not AclFormat.TEXT:
        raise typer.BadParameter("--json is a format of its own: leave out --format.")
    with _telling_errors():
        settings = known_kafka(or_else=_ANY_BROKERS)
    table = acls(settings, user)
    if as_json:
        _print_json([asdict(each) for each in table])
    elif form is AclFormat.KAFKA_ACLS:
        typer.echo("\n".join(acl_commands(table, settings.brokers, command_config)))
    elif form is AclFormat.STRIMZI:
        authentication = "scram-sha-512" if settings.uses_sasl else "tls"
        typer.echo(strimzi_users(table, cluster, authentication))
    else:
        _print_table(
            ("USER", "KIND", "NAME", "OPERATIONS"),
            [(a.user, a.resource_type, a.resource, ",".join(a.operations)) for a in table],
        )


def known_kafka(or_else: str | None = None) -> KafkaSettings:
    """The settings of the environment, else of the running `rondel dev`, else with these brokers.

    Raises:
        WrongSettings: the environment makes no sense.
        StackError: no Kafka is named, and none runs here.
    """
    kafka = read_settings(_TopicsSettings).kafka
    if kafka is not None:
        return kafka
    state = running_stack()
    if state is not None:
        return KafkaSettings(brokers=state.environment["KAFKA_BROKERS"])
    if or_else is not None:
        return KafkaSettings(brokers=or_else)
    raise StackError("No Kafka is known.", _BEGIN)


def _run(work: Coroutine[Any, Any, T], settings: KafkaSettings) -> T:
    """What comes of it.

    Raises:
        StackError: no broker of these settings answers.
        KafkaRefused: one does, and says no.
    """
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it says comes as an error
    try:
        return asyncio.run(work)
    except KafkaRefused:
        raise  # they answer, and say no
    except Unavailable as error:
        raise StackError(
            f"{error.dependency} at {settings.brokers} does not answer.",
            f"Start it, or correct {setting_name('kafka', 'brokers')}.",
        ) from error


@contextmanager
def _telling_errors() -> Iterator[None]:
    """What goes wrong ends the command with a reason and a way out."""
    with telling_errors(_TROUBLE):
        try:
            yield
        except TopicMismatch as error:
            way_out = f"Nothing was changed. The procedure: {_PROCEDURE}"
            raise StackError(f"{error}", way_out) from error
        except TopicRefused as error:
            way_out = "See what is still missing with: rondel topics diff"
            raise StackError(f"{error}", way_out) from error
        except KafkaRefused as error:
            raise StackError(f"{error}.", "Correct that and try again.") from error


def _print_differences(differences: Sequence[Difference], *, nothing: str) -> None:
    if not differences:
        typer.echo(nothing)
        return
    _print_table(
        ("TOPIC", "SETTING", "WANTED", "FOUND", "REMEDY"),
        [(d.topic, d.setting, d.wanted, d.found or "none", str(d.remedy)) for d in differences],
    )


def _print_json(document: object) -> None:
    typer.echo(json.dumps(document, indent=2))


def _print_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Columns as wide as they need to be: a name is never cut, so that it can be searched for."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())

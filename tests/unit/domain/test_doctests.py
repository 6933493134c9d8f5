"""The examples in docstrings are true."""

import doctest
import pkgutil
from importlib import import_module

import pytest

from shared.domain import filters, recurrence

MODULES = [
    "cli.dlq.view",
    "shared.commands.series_places",
    "shared.core.standard_webhooks",
    "shared.domain.apprise",
    "shared.db.repositories.filter_sql",
    "shared.domain.delivery_reasons",
    "shared.domain.punctuality",
    "shared.domain.reminders",
    "shared.domain.snooze",
    "shared.domain.zones",
    "shared.interchange.csv_out",
    "shared.interchange.due_rules",
    "shared.interchange.ics_rules",
    "shared.interchange.json_stream",
    "shared.interchange.microsoft",
    "shared.interchange.moments",
    "shared.interchange.rows",
    "shared.interchange.texts",
    "shared.interchange.todoist_words",
    "shared.events.retries",
    "shared.events.topics",
    "workers.deadletters.reading",
    "workers.runtime.answers",
    *(
        f"{package.__name__}.{module.name}"
        for package in (filters, recurrence)
        for module in pkgutil.iter_modules(package.__path__)
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_module_are_true(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(import_module(name)).attempted for name in MODULES) >= 15

"""Fixtures live in plugins, each beside what it starts."""

pytest_plugins = [
    "tests.logs",
    "tests.services.plugin",
    "tests.services.kafka",
    "tests.services.node",
    "tests.services.own",
    "tests.services.postgres",
    "tests.services.smtp",
    "tests.services.valkey",
]

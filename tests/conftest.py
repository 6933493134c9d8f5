"""Fixtures live in plugins, each beside what it starts."""

from hypothesis import HealthCheck, settings

# How fast a machine is, is not for tests: that is measured by `rondel bench`.
settings.register_profile("rondel", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rondel")

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

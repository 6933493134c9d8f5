"""Fixtures live in plugins, each beside what it starts."""

import signal

from hypothesis import HealthCheck, settings

# How fast a machine is, is not for tests: that is measured by `rondel bench`.
settings.register_profile("rondel", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rondel")

# A shell that starts the tests in the background lets them ignore SIGINT, and so would all that
# they start: what is interrupted by a test would go on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

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

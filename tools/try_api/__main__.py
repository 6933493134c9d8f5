"""Try the whole API: each answer to thousands of generated requests is held against its document.

python -m tools.try_api --requests 20000 --seed 1

Starts PostgreSQL, Kafka, the API and the workers that reach no other machine, all in a folder of
its own, and signs in as an administrator and as somebody without rights. Exits with 1 if an answer
is a failure of the server, or not as docs/openapi.json says.
"""

import argparse
import sys
from itertools import count

from cli.embedded.layout import PROJECT
from shared.core.settings import LogSettings
from shared.observability.logging import configure_logging
from tools.try_api.people import Person
from tools.try_api.stage import running_system
from tools.try_api.tally import Tally
from tools.try_api.trial import Trial, try_document

_DOCUMENT = PROJECT / "docs" / "openapi.json"
_EVERYTHING = ("examples", "coverage", "fuzzing", "stateful")
_RANDOM = ("fuzzing", "stateful")
_WIDTH = 1_500


def main() -> int:
    """0 if every answer was as documented, else 1."""
    options = _options()
    configure_logging(LogSettings(level="error"), "try_api")
    tally = Tally()
    with running_system() as system:
        people = {
            "administrator": Person(system.url, admin=system.make_admin),
            "user": Person(system.url),
        }
        for number in count():
            for name, person in people.items():
                phases = _RANDOM if number else _EVERYTHING
                trial = Trial(options.seed + number, phases, options.examples, system.secret)
                try_document(_DOCUMENT, system.url, person, trial, tally)
                print(
                    f"{name}, seed {trial.seed}: {tally.requests:,} requests, "
                    f"{len(tally.failures):,} kinds of failures",
                    file=sys.stderr,
                )
            if tally.requests >= options.requests:
                break
        for person in people.values():
            person.close()
        errors = system.logged_errors()
    return _report(tally, errors, options.seed)


def _report(tally: Tally, logged: list[str], seed: int) -> int:
    print(f"seeds from {seed}: {tally.requests:,} requests")
    print(f"{len(tally.operations):,} operations, {len(tally.accepted):,} of them with success")
    print(f"never with success: {', '.join(sorted(tally.operations - tally.accepted)) or 'none'}")
    print(", ".join(f"{status}: {number:,}" for status, number in sorted(tally.statuses.items())))
    print(f"{tally.server_errors:,} answers were errors of the server, {len(logged):,} in its logs")
    for check, number in sorted(tally.by_check().items()):
        print(f"  {check}: {number:,}")
    print(f"{len(tally.failures):,} kinds of failures, {len(tally.errors):,} errors of the trial")
    for failure in tally.failures.values():
        print(f"\n{failure.check} at {failure.operation} ({failure.times:,} times)")
        print(f"  {failure.text[:_WIDTH]}")
    for text in (*tally.errors, *logged):
        print(f"\n{text[:_WIDTH]}")
    return 1 if tally.failures or tally.errors or tally.server_errors or logged else 0


def _options() -> argparse.Namespace:
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(prog="python -m tools.try_api", description=about)
    parser.add_argument("--requests", type=_natural, default=20_000, help="at least (20000)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round (1)")
    parser.add_argument(
        "--examples", type=_natural, default=25, help="random requests an operation and round (25)"
    )
    return parser.parse_args()


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one")
    return number


if __name__ == "__main__":
    sys.exit(main())

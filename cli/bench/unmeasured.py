"""`python -m cli.bench.unmeasured WORKER`: a worker that keeps no figures."""

import importlib
import sys

from typing_extensions import override

from shared.observability.metrics import Metrics
from workers.runtime.app import run_worker


class NoMetrics(Metrics):
    """Takes every figure and keeps none."""

    @override
    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        return

    @override
    def set(self, name: str, value: float, **labels: str) -> None:
        return

    @override
    def observe(self, name: str, value: float, **labels: str) -> None:
        return


if __name__ == "__main__":
    spec = importlib.import_module(f"workers.{sys.argv[1]}.spec").SPEC
    sys.exit(run_worker(spec, metrics=NoMetrics()))

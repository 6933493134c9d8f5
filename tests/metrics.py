"""What a test sees of the metrics that it hands to what it tests."""

from shared.observability.metrics import Metrics


def is_counted(metrics: Metrics, line: str) -> bool:
    """Whether a series whose line begins so, with its labels in order, is above zero."""
    lines = metrics.render().decode().splitlines()
    return any(each.startswith(line) and float(each.split()[-1]) > 0 for each in lines)

"""What is counted of the assistant; names that are no tools of ours make no series."""

from collections.abc import Collection

from api.assistant.plans import Outcome
from api.assistant.tools.catalogue import TOOLS
from shared.observability.metrics import Metrics

_UNKNOWN = "unknown"


def count_tool_call(
    metrics: Metrics, name: str, outcome: Outcome, more: Collection[str] = ()
) -> None:
    """A tool was used; `more` are names of tools beside those of the catalogue."""
    known = name if name in TOOLS or name in more else _UNKNOWN
    came_to = "refused" if not outcome.ok else "proposed" if outcome.proposal_id else "done"
    metrics.count("assistant_tool_calls_total", tool=known, outcome=came_to)

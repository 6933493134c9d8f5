"""What the notifications worker counts and measures; every label from a closed set."""

from shared.domain.delivery_reasons import REASONS
from shared.events.groups import NOTIFICATIONS_GROUP
from shared.observability.metrics import Metrics
from workers.notifications.book import EMAIL, kind_of
from workers.notifications.outcomes import Attempted, Failed, GivenBack, Sent


class Measures:
    """The metrics of deliveries."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        for reason in ("refused", "given_up"):  # or Prometheus would not see the first
            metrics.count("reminders_failed_total", 0, reason=reason)
        metrics.count("deliveries_resent_total", 0, channel=EMAIL)

    def stale(self) -> None:
        """An event was of an old version."""
        self._metrics.count("stale_events_total", group=NOTIFICATIONS_GROUP.name)

    def claimed(self, kind: str, lateness_seconds: float, *, is_resend: bool) -> None:
        """A delivery through this kind of channel is ours to make."""
        self._metrics.observe("reminder_lateness_seconds", lateness_seconds, stage="claimed")
        if is_resend:
            self._metrics.count("deliveries_resent_total", channel=kind)

    def attempted(self, kind: str, outcome: Attempted) -> None:
        """What came of an attempt."""
        match outcome:
            case Sent(lateness_ms=lateness):
                seconds = lateness / 1000
                self._metrics.observe("reminder_lateness_seconds", seconds, stage="sent")
                self._metrics.observe("reminder_delivery_latency_seconds", seconds, channel=kind)
                self._count(kind, "sent")
            case Failed():
                self._count(kind, "failed")
                self._metrics.count("reminders_failed_total", reason="refused")
            case GivenBack():
                self._count(kind, "given_back")

    def skipped(self, channel: str, reason: str) -> None:
        """A delivery is not to be made; `channel` is what the ledger calls it."""
        self._count(kind_of(channel), "skipped")
        self._metrics.count(
            "reminders_skipped_total", reason=reason if reason in REASONS else "other"
        )
        if reason == "stale":
            self.stale()

    def deferred(self, channel: str) -> None:
        """A delivery waits for the end of the quiet hours."""
        self._count(kind_of(channel), "deferred")

    def given_up(self, deliveries: int) -> None:
        """So many deliveries were tried often enough."""
        self._metrics.count("reminders_failed_total", deliveries, reason="given_up")

    def _count(self, kind: str, outcome: str) -> None:
        self._metrics.count("deliveries_total", channel=kind, outcome=outcome)

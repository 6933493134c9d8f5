"""What the mail server has taken, held against the ledger."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from cli.chaos.evidence import Change, Evidence
from cli.chaos.judge.reminders import fire_at_of, reminder_of
from cli.chaos.judge.violation import Violation
from cli.chaos.mail import Taken
from shared.events.catalog import SENT_DIRECTLY

COMMIT_SLACK = timedelta(seconds=1)
"""From the note of a commit until every other transaction sees it: the log reaches the disk."""

_BUNDLE_SLACK = timedelta(seconds=30)
"""From opening a bundle to its claim: a claim of another (10 s) and a freeze (14 s), and some."""


class Entry(NamedTuple):
    """A delivery by its Message-ID, also one whose row was deleted since."""

    reminder_id: UUID
    fire_at: datetime
    user_id: UUID
    resends: int


def ledger_of(evidence: Evidence) -> dict[str, Entry]:
    """Every delivery that was ever about to be sent."""
    found: dict[str, Entry] = {}
    for change in evidence.delivery_changes:
        row = change.row
        if row["message_id"] is None or is_carried(row):
            continue
        known = found.get(row["message_id"])
        resends = max(int(row["resends"]), known.resends if known else 0)
        found[row["message_id"]] = Entry(
            UUID(row["reminder_id"]), _instant(row["fire_at"]), UUID(row["user_id"]), resends
        )
    return found


def is_carried(row: Mapping[str, Any]) -> bool:
    """Whether a note of a delivery says what a bundle made of it: the mail is the bundle's."""
    return row.get("carried_by") is not None and row["state"] != "sending"


def copies_of(evidence: Evidence) -> dict[str, list[Taken]]:
    """The copies that were received, by Message-ID."""
    found: dict[str, list[Taken]] = defaultdict(list)
    for mail in evidence.mails:
        found[mail.message_id].append(mail)
    return found


def mails_are_counted(evidence: Evidence) -> Iterator[Violation]:
    """One mail a delivery, and one more for each resend in the ledger; what is sent has arrived."""
    name = "mails are counted"
    copies, ledger = copies_of(evidence), ledger_of(evidence)
    for message_id, taken in copies.items():
        entry = ledger.get(message_id)
        about = {"message_id": message_id, "entry": entry, "mails": taken}
        if entry is None:
            yield Violation(name, "a mail belongs to no delivery", about, taken[0].at)
        elif len(taken) > 1 + entry.resends:
            text = f"{len(taken)} copies of a mail, and {entry.resends} resends in the ledger"
            yield Violation(name, text, about, taken[-1].at)
    for row in evidence.deliveries:
        if row.state == "sent" and not copies.get(row.message_id or ""):
            text = "a delivery is sent, and no mail has arrived"
            yield Violation(name, text, {"delivery": row}, row.fire_at)


def mails_reach_their_owner(evidence: Evidence) -> Iterator[Violation]:
    """A mail goes to the owner of its reminder alone, and not before the reminder came due."""
    name = "mails reach their owner"
    ledger = ledger_of(evidence)
    due: dict[tuple[UUID, datetime], datetime] = {}
    for event in evidence.events:
        if event.event_type in SENT_DIRECTLY:
            key = (reminder_of(event), fire_at_of(event))
            due[key] = min(event.at, due.get(key, event.at))
    for message_id, taken in copies_of(evidence).items():
        entry = ledger.get(message_id)
        if entry is None:
            continue  # said by mails_are_counted
        address = evidence.emails.get(entry.user_id)
        for mail in taken:
            about = {"mail": mail, "entry": entry}
            if mail.recipients != (address,):
                yield Violation(name, f"a mail for {address} went elsewhere", about, mail.at)
            came_due = due.get((entry.reminder_id, entry.fire_at))
            if came_due is None or mail.at < came_due:
                yield Violation(name, "a mail before its reminder came due", about, mail.at)


def no_mail_after_cancellation(evidence: Evidence) -> Iterator[Violation]:
    """No delivery is claimed, and its mail then received, once its cancellation was committed.

    A claim is the begin of a send: the last look at the reminder before the mail. Its instant is
    the start of its statement; that of a cancellation is its commit. Both are the database's, whose
    clock nobody steps. A claim that began before the commit is the send in flight, however long
    the mail takes from then on. What was planned at any time in the slack before a claim may be
    sent: a reopening right before it plans anew what was cancelled.
    """
    plans = _plans(evidence)
    copies = copies_of(evidence)
    for claim in _claims(evidence):
        row = claim.row
        seen = _plans_between(
            plans.get(UUID(row["reminder_id"]), []), claim.at - COMMIT_SLACK, claim.at
        )
        later = [mail for mail in copies.get(row["message_id"], ()) if mail.at > claim.at]
        fire_at = _instant(row["fire_at"])
        if later and seen and not any(_is_planned(plan, fire_at) for plan in seen):
            about = {"claim": row, "claimed_at": claim.at, "reminder": seen[-1], "mails": later}
            text = "a mail was begun after its reminder had been cancelled or moved"
            yield Violation("no mail after cancellation", text, about, claim.at)


def nothing_held_back_after_cancellation(evidence: Evidence) -> Iterator[Violation]:
    """A bundle brings nothing that had been cancelled well before its mail was begun.

    It looks at what it carries when it is opened, not when it is claimed: in between it may wait
    for the claim of another to run out, and be frozen.
    """
    plans = _plans(evidence)
    claims: dict[str, list[Change]] = defaultdict(list)
    for claim in _claims(evidence):
        claims[claim.row["message_id"]].append(claim)
    for change in evidence.delivery_changes:
        row = change.row
        if row["state"] != "sent" or not is_carried(row):
            continue
        begun = [claim.at for claim in claims[row["message_id"]] if claim.at <= change.at]
        if not begun:
            continue  # said by held_back_comes_after_quiet_hours
        seen = _plans_between(
            plans.get(UUID(row["reminder_id"]), []), begun[-1] - _BUNDLE_SLACK, begun[-1]
        )
        if seen and all(plan["state"] == "cancelled" for plan in seen):
            about = {"delivery": row, "claimed_at": begun[-1], "reminder": seen[-1]}
            text = "a bundle brought what had been cancelled"
            yield Violation("no mail after cancellation", text, about, begun[-1])


def _claims(evidence: Evidence) -> Iterator[Change]:
    """Those changes of deliveries that began an attempt; others extend, settle or give back one."""
    attempts: dict[str, int] = {}
    for change in evidence.delivery_changes:
        identifier, attempt = change.row["id"], int(change.row["attempts"])
        if attempt > attempts.get(identifier, 0) and not is_carried(change.row):
            yield change
        attempts[identifier] = attempt


def _plans(evidence: Evidence) -> Mapping[UUID, list[Change]]:
    found: dict[UUID, list[Change]] = defaultdict(list)
    for change in evidence.reminder_changes:
        found[UUID(change.row["id"])].append(change)
    return found


def _plans_between(
    changes: list[Change], start: datetime, end: datetime
) -> list[Mapping[str, Any]]:
    """The reminder as everybody saw it at `start`, and what became of it up to `end`."""
    before = [change.row for change in changes if change.at <= start]
    return before[-1:] + [change.row for change in changes if start < change.at <= end]


def _is_planned(row: Mapping[str, Any], fire_at: datetime) -> bool:
    return row["state"] == "scheduled" and _instant(row["fire_at"]) == fire_at


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

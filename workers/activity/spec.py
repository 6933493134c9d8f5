"""The activity worker as a kind of worker: a consumer, and what forgets old rows."""

from datetime import timedelta

from shared.db.repositories import (
    account_mails,
    activity,
    challenges,
    governing,
    invitations,
    proposals,
    punctuality,
    sessions,
    sign_in_failures,
    trash,
    undo,
)
from workers.activity.handler import ActivityHandler
from workers.activity.settings import ActivitySettings
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.pruning import Pruner


def _build(parts: WorkerParts[ActivitySettings]) -> WorkerPieces:
    db, clock, settings = parts.database, parts.clock, parts.settings
    events = timedelta(days=settings.activity_days)
    unverified = timedelta(days=settings.unverified_days)
    counts = timedelta(days=settings.punctuality_days)
    pruners = [
        Pruner(db, clock, "activity", activity.prune, events),
        Pruner(db, clock, "punctuality", punctuality.prune, counts),
        Pruner(db, clock, "undo_log", undo.prune, undo.KEEP),
        Pruner(db, clock, "trash", trash.prune, trash.KEEP),
        Pruner(db, clock, "sessions", sessions.prune_sessions, sessions.KEEP),
        Pruner(
            db,
            clock,
            "sign_in_failures",
            sign_in_failures.prune_failures,
            sign_in_failures.KEEP,
        ),
        Pruner(db, clock, "challenges", challenges.prune_challenges, challenges.KEPT_FOR),
        Pruner(db, clock, "account_mails", account_mails.prune_mails, account_mails.KEEP),
        Pruner(db, clock, "invitations", invitations.prune_invitations, invitations.KEEP),
        Pruner(db, clock, "proposals", proposals.prune, proposals.KEEP),
        Pruner(db, clock, "users", governing.prune_unverified, unverified),
    ]
    return WorkerPieces(ActivityHandler(db), jobs=[each.job for each in pruners])


SPEC = WorkerSpec("activity", 8005, ActivitySettings, _build)

"""Statements that touch rows of users and do not say whose, and why that is right.

The second way to be safe: the ids come from rows that were read for the user, not from a request.
The isolation walk (tests/integration/api/test_isolation.py) tries that for every operation. A new
statement says whose rows it means; a name comes in here only if it cannot.
"""

GROUPS: dict[str, str] = {
    "is a part of statements, each of which says whose rows it means": """
        filter_sql._PARTS search_sql._all search_sql._ranked series._OCCURRENCE
    """,
    "is for operators, whose role was checked, or keeps their dead letters": """
        dead_letter_mirror._COUNT_OPEN dead_letter_mirror._PRUNE
        dead_letters.claim_for_redrive dead_letters.count_letters
        dead_letters.discard_letters dead_letters.letter_stats
        dead_letters.set_edited_value overview._CHANNELS
        redrives._CLOSE redrives._FINISH redrives._GROUPS
        redrives._PRUNE redrives._REOPEN redrives._RETURN redrives._TAKE timeline._OWNERS
        timeline._RECORDED timeline._REMINDERS_OF_TASK timeline._WAITING
        timeline._WAITING_EVENT timeline_effects._DEAD timeline_effects._DEAD_EVENT
        timeline_effects._DELIVERIES timeline_effects._JOBS
        timeline_effects._JOBS_OF_REMINDERS
    """,
    "goes over the rows of all users by design: relay, pruning, keys, comparison of stores": """
        account_mails._PRUNE activity._PRUNE challenges._PRUNE outbox._BACKLOG outbox._CLAIM
        outbox._DELETE proposals._PRUNE punctuality._WAITING
        reconciliation._COUNT reconciliation._DELETE
        reconciliation._NOTE reconciliation._REMAKE reconciliation._UNPUBLISHED
        reconciliation._WAITING sealed._LOCK sealed._REPLACE series._STALLED sessions._PRUNE
        sessions._REFUSED transfers._PRUNE transfers._PRUNE_UPLOADS trash._OLD undo._PRUNE
        webhook_deliveries._PRUNE
    """,
    "is the very check whose row it is": """
        jobs._TAKE_OUT ownership._FOREIGN
    """,
    "is a worker's, on rows that it claimed or read together with their user": """
        bundles._POSTPONE bundles._SETTLE channels._FIND_MANY channels._NAMES
        channels._NOTE channels.settle_test deliveries._EXTEND deliveries._OBSTACLES
        deliveries._SETTLE deliveries._UNCHANGED digests._CANCEL digests._GO_ON overdue._SKIP
        reminder_results._ADOPT reminder_results._CONCLUDE reminder_results._NAG
        series._DONE series._OPEN transfers._ADVANCE transfers._BEAT transfers._FINISH
        transfers._GIVE_BACK transfers._RESTART transfers._TOTAL
        webhook_deliveries._SETTLE webhook_deliveries._STOP webhooks._LOCK
        webhooks._NOTE_FAILED webhooks._NOTE_SENT
    """,
    "follows on a secret, or the signed id of a device, that only the owner has": """
        account_mails._FIND api_tokens._TOUCH challenges._FAIL challenges._FIND
        challenges._TAKE feeds._TOUCH identities._TOUCH passkeys._FIND passkeys._USE
        sessions._CONFIRM sessions._LOCK sessions._ROTATE
    """,
    "takes ids that the same transaction has read for its user before": """
        channels.update_channel history._SLOTS history._SLOTS_SQL history._TOLD
        imported_tasks._DEPTHS imported_tasks._LEVELS imported_tasks._MISSING
        imported_tasks._TAKEN
        imports._SECTIONS_IN imports._SERIES_OF labels._TASKS
        labels._TOUCH orders._GIVE_KEYS places._HEIGHT plans._EVER plans._MOVE
        plans._OPEN_OF_ALL projects._ARCHIVED_OF projects._LEAVE projects._PLACE
        projects._UPDATE reminders._AMEND reminders._CANCEL reminders._OF_TASKS
        reminders._REMOVE reminders._REPLAN saved_filters._UPDATE sections._LEAVE
        sections._PLACE_SECTIONS sections._UPDATE series._COPY_LABELS series_edits._CHANGE
        series_edits._LATEST series_edits._LOAD series_edits._REMOVE series_edits._SERIES_VERSIONS
        series_edits._TAKEN snoozes._STOP subtasks._BRANCHES subtasks._CHAIN_STARTS
        subtasks._SUBTREE subtasks._TASKS subtasks._TO_COPY task_queries._LABELS
        task_queries._REMINDERS task_sets._CHANGE task_sets._OPEN_OF_SERIES
        task_sets._PARK task_sets._TAKE_BACK tasks._DELETE tasks._UPDATE
        transfers._ADD_PART transfers._AGAIN transfers._UPLOADED trash._FREE trash._HOLD
        trash._MANY trash._PURGE trash._UNUSED_SERIES undo._COUNT undo._STATES
        undo._UNDONE undo._UNLOG webhooks._UPDATE
    """,
}

REASONS = {name: reason for reason, names in GROUPS.items() for name in names.split()}

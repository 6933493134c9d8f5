"""Whatever is said to a tool, it answers; and where it refuses, nothing is changed."""

import random

import pytest

PIECES = [
    *("friday", "tomorrow", "in 2 days", "next week", "2031-12-01", "the 31st", "5 January"),
    *(
        "at 9",
        "17:00",
        "5pm",
        "midnight",
        "13pm",
        "25:00",
        "30 february",
        "9999-12-31",
        "in 9999 years",
    ),
    *(
        "every monday",
        "every 3 days",
        "every day at 9 and 18",
        "weekdays",
        "every! 2 weeks",
        "once",
    ),
    *("until friday", "for 3 times", "starting tomorrow", "and", ",", "to", "by", "after"),
    *(
        "2 days",
        "an hour",
        "1 month",
        "400 days",
        "0 minutes",
        "9999 years",
        "-1 day",
        "half an hour",
    ),
    *("1 day before", "when due", "remind me", "!30m", "!", "2 years before", "tomorrow at 8"),
    *("#Work", "@home", "p1", '"quoted"', "blah", "in New York time", "UTC"),
    *("🎉", "\u202e", "<b>", "{0}", "%s", "'", "\\", "\x00", "99999999999999999999"),
]
DAILY = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}
KINDS = {
    "timed": {"due": {"datetime_local": "2031-11-28T15:00"}},
    "dated": {"due": {"date": "2031-11-28"}},
    "foreign": {"due": {"datetime_local": "2031-11-28T15:00", "zone": "Pacific/Apia"}},
    "far": {"due": {"datetime_local": "8999-12-30T15:00"}},
    "undated": {},
    "daily": DAILY,
}


def calls(chance):
    """A tool with a phrase that was made up."""
    phrase = " ".join(chance.choices(PIECES, k=chance.choice([1, 1, 1, 2, 2, 3])))[:200]
    return chance.choice(
        [
            ("update_task", {"when": phrase}),
            ("update_task", {"repeat": phrase}),
            ("update_task", {"remind": phrase}),
            ("update_task", {"repeat": "every day", "when": phrase}),
            ("update_task", {"when": "friday", "remind": phrase}),
            ("postpone_task", {"to": phrase}),
            ("postpone_task", {"by": phrase}),
            ("snooze_task", {"for": phrase}),
            ("snooze_task", {"until": phrase}),
        ]
    )


@pytest.mark.parametrize("kind", KINDS)
async def test_any_words_have_an_outcome(ada, kind):
    task = await ada.create(title=kind, **KINDS[kind])
    chance = random.Random(kind)
    done = 0
    for _ in range(60):
        tool, arguments = calls(chance)
        before = await ada.read(task)
        found = await ada.use(tool, task_id=task["id"], **arguments)
        after = await ada.read(task)
        assert found.words, (tool, arguments)
        if not found.ok or found.proposal_id:
            assert after == before, (tool, arguments, found)
        done += found.ok
    assert 0 < done < 60


@pytest.mark.parametrize("arguments", [None, [], "text", 7, {"task_id": None}, {1: 2}, {"": ""}])
async def test_any_arguments_have_an_outcome(ada, arguments):
    for tool in ("find_tasks", "complete_task", "change_tasks", "undo"):
        found = await ada.call(tool, arguments)
        assert found.words
        assert found.proposal_id is None

"""Forty tasks of a household and an office, as the API takes them."""

from datetime import date, datetime, time, timedelta
from typing import Any

Body = dict[str, Any]


def demo_tasks(today: date) -> list[Body]:
    """Request bodies for `POST /api/tasks`; due times are local to the account's zone."""
    return [*_household(today), *_office(today), *_far_away(today), *_plain(today)]


def _at(day: date, hour: int, minute: int = 0) -> str:
    return datetime.combine(day, time(hour, minute)).isoformat()


def _recurring(title: str, rrule: str, due: Body, *labels: str, **more: Any) -> Body:
    return {
        "title": title,
        "due": due,
        "recurrence": {"rrule": rrule, "anchor": more.pop("anchor", "schedule")},
        "labels": list(labels),
        **more,
    }


def _household(today: date) -> list[Body]:
    soon = today + timedelta(days=1)
    clamp_30 = "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"
    leap_day = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"
    return [
        _recurring("Take out the bins", "FREQ=WEEKLY;BYDAY=TU", {"date": str(soon)}, "home"),
        _recurring(
            "Water the plants",
            "FREQ=DAILY;INTERVAL=3",
            {"datetime_local": _at(soon, 18)},
            "home",
            "plants",
            anchor="completion",
        ),
        _recurring("Clean the kitchen", "FREQ=WEEKLY;BYDAY=SA", {"date": str(soon)}, "home"),
        _recurring("Change the sheets", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", {"date": str(soon)}),
        _recurring(
            "Descale the kettle", "FREQ=DAILY;INTERVAL=60", {"date": str(soon)}, anchor="completion"
        ),
        _recurring("Pay the rent", "FREQ=MONTHLY;BYMONTHDAY=1", {"date": str(soon)}, "money"),
        _recurring("Read the meters", "FREQ=MONTHLY;BYMONTHDAY=-1", {"date": str(soon)}, "home"),
        _recurring("Transfer the savings", clamp_30, {"date": str(soon)}, "money"),
        _recurring("Test the smoke alarms", "FREQ=MONTHLY;BYDAY=1SA", {"date": str(soon)}, "home"),
        _recurring("Call grandma", "FREQ=WEEKLY;BYDAY=SU", {"datetime_local": _at(soon, 16)}),
        _recurring("Service the bicycle", "FREQ=MONTHLY;INTERVAL=6", {"date": str(soon)}),
        _recurring("Celebrate the leap-day birthday", leap_day, {"date": str(soon)}, "family"),
        _recurring(
            "Take the morning pill",
            "FREQ=DAILY",
            {"datetime_local": _at(soon, 7, 30)},
            "health",
            priority="high",
            reminders=[{"offset": "PT0S"}, {"offset": "-PT10M"}],
        ),
        _recurring(
            "Replace the toothbrush", "FREQ=MONTHLY;INTERVAL=3", {"date": str(soon)}, "health"
        ),
    ]


def _office(today: date) -> list[Body]:
    soon = today + timedelta(days=1)
    workdays = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    return [
        _recurring("Team standup", workdays, {"datetime_local": _at(soon, 9)}, "work"),
        _recurring(
            "Write the weekly report",
            "FREQ=WEEKLY;BYDAY=FR",
            {"datetime_local": _at(soon, 17)},
            "work",
            priority="high",
            reminders=[{"offset": "-P1D"}, {"offset": "-PT1H"}],
        ),
        _recurring(
            "Plan the sprint",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO",
            {"datetime_local": _at(soon, 10)},
            "work",
        ),
        _recurring(
            "Board meeting", "FREQ=MONTHLY;BYDAY=2TH", {"datetime_local": _at(soon, 14)}, "work"
        ),
        _recurring("Close the books", "FREQ=MONTHLY;BYDAY=-1FR", {"date": str(soon)}, "work"),
        _recurring("File the VAT return", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", _day(soon)),
        _recurring("Rotate the keys", "FREQ=DAILY;INTERVAL=90", _day(soon), anchor="completion"),
        _recurring(
            "Course, ten evenings",
            "FREQ=WEEKLY;COUNT=10;BYDAY=WE",
            {"datetime_local": _at(soon, 19)},
        ),
        _recurring("Restore a backup", "FREQ=MONTHLY;BYDAY=1MO", _day(soon), "work", "ops"),
        _recurring(
            "One-to-one with Kim", "FREQ=WEEKLY;BYDAY=WE", {"datetime_local": _at(soon, 11)}
        ),
    ]


def _day(day: date) -> Body:
    return {"date": str(day)}


def _far_away(today: date) -> list[Body]:
    soon = today + timedelta(days=1)
    places = [
        ("Call the New York office", "America/New_York"),
        ("Call the Sydney office", "Australia/Sydney"),
        ("Call the Kathmandu office", "Asia/Kathmandu"),
        ("Call the Lord Howe station", "Australia/Lord_Howe"),
        ("Call the São Paulo office", "America/Sao_Paulo"),
        ("Call the Tokyo office", "Asia/Tokyo"),
    ]
    return [
        _recurring(
            title,
            "FREQ=WEEKLY;BYDAY=MO,TH",
            {"datetime_local": _at(soon, 9), "zone": zone},
            "work",
            "calls",
        )
        for title, zone in places
    ]


def _plain(today: date) -> list[Body]:
    week = today + timedelta(days=7)
    return [
        {"title": "Buy a birthday present", "due": _day(week), "labels": ["family"]},
        {
            "title": "Renew the passport",
            "due": _day(today + timedelta(days=40)),
            "priority": "high",
        },
        {"title": "Book the holiday", "notes": "Compare **train** and ferry."},
        {"title": "Submit the report", "due": {"datetime_local": _at(week, 17)}},
        {
            "title": "Fix the dripping tap",
            "due": _day(today),
            "priority": "medium",
            "labels": ["home"],
        },
        {"title": "Sell the old desk", "priority": "low"},
        {"title": "Learn three chords", "due": _day(today), "labels": ["music"]},
        {"title": "Sort the photographs", "priority": "low", "labels": ["family"]},
        {"title": "Ask the landlord about the lift", "due": _day(week), "labels": ["home"]},
        {
            "title": "Return the library books",
            "due": _day(today - timedelta(days=1)),
            "reminders": [],
        },
    ]

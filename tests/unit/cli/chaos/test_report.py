"""What a report says of a run."""

import io
import json

import orjson
import pytest
from rich.console import Console

from cli.chaos.command import print_report
from cli.chaos.faults.fault import Suffered
from cli.chaos.judge import judge
from cli.chaos.memory import Sample
from cli.chaos.report import Report, as_document, count_all, near
from cli.chaos.run import Finished
from cli.chaos.schedule import Planned
from tests.unit.cli.chaos.made_up import GOOD, MAIL, START, at, spoil

KILL = Planned(19.0, "kill", "relay-1", 2.0)
FREEZE = Planned(60.0, "freeze", "relay-2", 9.0)
SUFFERED = [Suffered(KILL, at(19), at(21)), Suffered(FREEZE, at(60), at(69))]


def report_of(evidence) -> Report:
    samples = [Sample("api-1", 7, 9, 80, 20, 4)]
    finished = Finished(evidence, START, {"200": 3, "none": 1}, {"busy": 2}, samples=samples)
    return Report(7, 90.0, ("kill",), None, [KILL, FREEZE], finished, judge(evidence))


@pytest.fixture
def spoiled():
    return report_of(spoil(mails=[MAIL, MAIL], suffered=SUFFERED))


def test_document_repeats_the_run(spoiled):
    document = json.loads(orjson.dumps(as_document(spoiled)))
    assert (document["seed"], document["seconds"], document["only"]) == (7, 90.0, ["kill"])
    assert [fault["kind"] for fault in document["schedule"]] == ["kill", "freeze"]


def test_document_has_ids_and_rows_of_each_violation(spoiled):
    (violation,) = json.loads(orjson.dumps(as_document(spoiled)))["violations"]
    assert violation["invariant"] == "mails are counted"
    assert violation["about"]["message_id"] == MAIL.message_id
    assert len(violation["about"]["mails"]) == 2


def test_faults_near_a_violation_are_named_and_no_others(spoiled):
    (violation,) = spoiled.violations
    (fault,) = near(violation, SUFFERED)
    assert "kill relay-1" in fault


def test_doubles_in_the_smtp_window_are_counted(spoiled):
    mails = count_all(spoiled.finished)["mails"]
    assert mails["doubles in the SMTP window"] == 1
    assert mails["resends in the ledger"] == 0


def test_document_has_lateness_and_memory_over_time(spoiled):
    document = json.loads(orjson.dumps(as_document(spoiled)))
    third, *_ = [each for each in document["late_by"] if each["faults"]]
    assert third == {
        "from": 18.0,
        "to": 27.0,
        "faults": 1,
        "mails": 1,
        "p50": 0.05,
        "p99": 0.05,
        "max": 0.05,
    }
    (api,) = document["memory"]
    assert (api["name"], api["end_mb"], api["growth_mb_an_hour"]) == ("api-1", 80, None)


def test_people_are_told_what_where_and_where_the_logs_are(spoiled, tmp_path):
    output = io.StringIO()
    print_report(Console(file=output, width=200), spoiled, tmp_path)
    said = output.getvalue()
    assert "mails are counted" in said
    assert MAIL.message_id in said
    assert "near it:" in said
    assert "1 violations." in said
    assert str(tmp_path) in said


def test_people_are_told_that_everything_holds(tmp_path):
    output = io.StringIO()
    print_report(Console(file=output, width=200), report_of(GOOD), tmp_path)
    assert "All 21 invariants hold." in output.getvalue()


def test_people_see_lateness_and_memory_over_time(tmp_path):
    output = io.StringIO()
    print_report(Console(file=output, width=200), report_of(GOOD), tmp_path)
    lines = [line.split() for line in output.getvalue().splitlines()]
    assert ["0.3", "to", "0.5", "0", "1", "0.050", "0.050", "0.050"] in lines
    assert ["api-1", "1", "0.0", "80.0", "80.0", "80.0", "20", "to", "20", "4", "to", "4"] in lines

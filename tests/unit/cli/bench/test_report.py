import io
import json

import orjson
import pytest
from rich.console import Console

from cli.bench.report import (
    NONE_OF_THEM,
    Baseline,
    Report,
    Row,
    ScenarioRun,
    Target,
    as_document,
    missed,
)
from cli.bench.view import print_report


def make_report(*rows, failure=None):
    run = ScenarioRun("relay", seconds=12.34, load_before=0.5, load_after=1.5, failure=failure)
    run.rows.extend(rows)
    return Report({"cores": 2}, {"count": None}, [run])


@pytest.mark.parametrize(
    ("target", "value", "is_met"),
    [
        (Target("<=", 8), 8.0, True),
        (Target("<=", 8), 8.01, False),
        (Target(">=", 20_000), 19_999.9, False),
        (Target(">=", 20_000), 20_000, True),
        (NONE_OF_THEM, 0, True),
        (NONE_OF_THEM, 1, False),
    ],
)
def test_target_is_met_up_to_its_bound(target, value, is_met):
    assert Row("a", value, "ms", target).is_met is is_met


def test_row_without_target_is_neither_met_nor_missed():
    report = make_report(Row("a", 1, "ms"), Row("b", 9, "ms", Target("<=", 8)))
    assert report.runs[0].rows[0].is_met is None
    assert [row.metric for _, row in missed(report.runs)] == ["b"]


def test_ratio_compares_with_the_baseline_of_the_run():
    assert Row("a", 300, "/s", baseline=Baseline("bare", 200)).ratio == 1.5
    assert Row("a", 300, "/s", baseline=Baseline("bare", 0)).ratio is None
    assert Row("a", 300, "/s").ratio is None


def test_document_has_every_figure_with_its_circumstances():
    row = Row(
        "events published",
        18_792.123456,
        "/s",
        Target(">=", 20_000),
        Baseline("bare aiokafka", 36_416),
        "the relay's own CPU",
        "to the last acknowledged",
    )
    document = json.loads(orjson.dumps(as_document(make_report(row))))
    assert document["machine"] == {"cores": 2}
    assert document["scenarios"] == [
        {"name": "relay", "seconds": 12.3, "load_average": [0.5, 1.5], "failure": None}
    ]
    assert document["rows"] == [
        {
            "scenario": "relay",
            "metric": "events published",
            "value": 18792.1235,
            "unit": "/s",
            "target": ">= 20000",
            "met": False,
            "limited_by": "the relay's own CPU",
            "baseline": {"name": "bare aiokafka", "value": 36416},
            "ratio": 0.516,
            "note": "to the last acknowledged",
        }
    ]


def test_missed_target_is_no_failure_of_the_run():
    assert not make_report(Row("a", 1, "events", NONE_OF_THEM)).has_failed
    assert make_report(failure="nothing arrived").has_failed


def test_people_read_figures_misses_and_failures():
    console = Console(width=140, file=io.StringIO())
    row = Row("p99", 12.345, "ms", Target("<=", 8), Baseline("bare", 5))
    print_report(console, make_report(row, failure="stopped [at] half"))
    text = console.file.getvalue()
    assert "12.3 ms" in text
    assert "missed" in text
    assert "x 2.47" in text
    assert "stopped [at] half" in text
    assert "1 of 1 targets missed" in text

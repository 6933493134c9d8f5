"""`rondel bench imports` at a tiny size: apart from the others, since it starts eight workers."""

import pytest

from cli.bench.import_files import MAKERS
from tests.integration.cli.test_bench import finish

pytestmark = [pytest.mark.timeout(900), pytest.mark.slow]


def test_every_format_comes_in_whole_twice_and_out_again(tmp_path, postgres_url, kafka_brokers):
    run = finish("imports", tmp_path, postgres_url, kafka_brokers)
    assert run.code == 0, run.errors
    for name in MAKERS:
        promised = {
            row["metric"]: row["met"]
            for row in run.document["rows"]
            if row["met"] is not None and row["metric"].startswith(f"{name}: ")
        }
        assert promised == {
            f"{name}: rows unaccounted for": True,
            f"{name}: rows skipped or failed": True,
            f"{name}: rows not unchanged by it": True,
            f"{name}: changed by it": True,
        }
    assert len(run.rows("exported as")) == 3 * len(MAKERS)
    assert all(peak["value"] > 10 for peak in run.rows("worker's memory at most"))

from uuid import UUID

from cli.bench.firing import instants_ms, judge
from cli.bench.observing import Sighting
from cli.bench.seed import Planned

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def sight(reminder_id, timestamp_ms, arrived):
    return Sighting(str(reminder_id), timestamp_ms, arrived)


def test_instants_keep_the_rate_to_the_last():
    instants = instants_ms(100.0, 600, 6001)
    assert instants[0] == 100_000
    assert instants[-1] == 110_000
    assert instants == sorted(instants)


def test_lateness_counts_from_the_plan_to_the_first_sighting():
    planned = [Planned(ONE, 5_000), Planned(TWO, 6_000)]
    seen = [sight(ONE, 5_001, 5.0035), sight(TWO, 6_000, 6.25), sight(ONE, 5_900, 5.9)]
    fired = judge(planned, seen)
    assert fired.packed_ms == [1.0, 0.0]
    assert [round(ms, 3) for ms in fired.arrived_ms] == [3.5, 250.0]
    assert (fired.outcome.lost, fired.outcome.doubled, fired.early) == (0, 1, 0)


def test_one_millisecond_before_the_plan_is_early():
    planned = [Planned(ONE, 5_000), Planned(TWO, 5_000)]
    assert judge(planned, [sight(ONE, 4_999, 5.0), sight(TWO, 5_000, 5.0)]).early == 1


def test_what_was_not_planned_is_left_out_and_what_did_not_fire_is_lost():
    planned = [Planned(ONE, 5_000), Planned(TWO, 5_000)]
    fired = judge(planned, [sight(ONE, 5_000, 5.1), sight(THREE, 5_000, 5.1)])
    assert len(fired.arrived_ms) == 1
    assert fired.outcome.lost == 1

from loadtests.common.tally import Tally, owned_wrongly


def test_what_was_not_handled_is_missing_and_what_came_twice_is_repeated():
    tally = Tally(sent={"a", "b", "c"})
    for event_id in ("a", "b", "b"):
        tally.handled[event_id] += 1
    assert (tally.missing, tally.repeated) == (1, 1)
    assert str(tally) == "3 sent, 2 handled, 1 missing, 1 more than once"


def test_partitions_without_one_owner_are_named():
    assert owned_wrongly({"one": [0, 1], "two": [1]}, 3) == {1: 2, 2: 0}
    assert owned_wrongly({"one": [0], "two": [2, 1]}, 3) == {}

from loadtests.common.frames import read_frames


def frames_of(text):
    return [(each.event, each.data) for each in read_frames(text.splitlines(keepends=True))]


def test_events_are_read_with_their_data():
    stream = (
        b'retry: 3000\nevent: ready\ndata: {}\n\nid: 3:7\nevent: task.changed\ndata: {"a":1}\n\n'
    )
    assert frames_of(stream) == [("ready", {}), ("task.changed", {"a": 1})]


def test_comments_between_events_are_nothing():
    assert frames_of(b": ping\n\n: ping\n\nevent: resync\ndata: {}\n\n") == [("resync", {})]


def test_an_event_that_has_not_ended_is_not_there_yet():
    assert frames_of(b'event: task.changed\ndata: {"a":1}\n') == []


def test_data_in_several_lines_is_one():
    assert frames_of(b'data: {"a":\ndata: 1}\n\n') == [("message", {"a": 1})]

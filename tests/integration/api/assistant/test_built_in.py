"""Everyday conversations with the assistant that needs no model."""

import re

import pytest


async def stored(api, person, title):
    answer = await api.ask("GET", "/api/tasks?limit=50", person)
    (found,) = [task for task in answer.json()["items"] if task["title"] == title]
    return found


async def test_a_list_is_told_with_numbers_that_can_be_said_back(api, person, talk):
    await talk.say("add buy milk tomorrow at 8am")
    await talk.say("add call Ann tomorrow at 9am p1 @home")
    listed = await talk.say("what is due tomorrow?")
    lines = listed.text.splitlines()
    assert re.fullmatch(r"Tomorrow, \w{3} \d+ \w{3}: 2 tasks", lines[0])
    assert lines[1].startswith("1. buy milk – ")
    assert lines[2].endswith("high priority, @home")
    await talk.say("complete 2")
    assert (await stored(api, person, "call Ann"))["status"] == "done"
    assert (await stored(api, person, "buy milk"))["status"] == "open"


async def test_what_was_talked_of_last_is_it(api, person, talk):
    await talk.say("add dentist on 5 December 2031 at 9am")
    await talk.say("make it p2")
    await talk.say("postpone it by 2 days")
    await talk.say("rename it to check-up")
    found = await stored(api, person, "check-up")
    assert (found["priority"], found["due"]["datetime_local"]) == ("medium", "2031-12-07T09:00:00")


async def test_several_that_match_are_asked_about(api, person, talk):
    await talk.say("add call Ann at home")
    await talk.say("add call Ann at work")
    asked = (await talk.say("complete call Ann")).one("question")
    assert (await talk.say("yes")).one("question") == asked
    titles = [each["title"] for each in asked["options"]]
    assert sorted(titles) == ["call Ann at home", "call Ann at work"]
    await talk.say("2")
    assert (await stored(api, person, titles[1]))["status"] == "done"
    assert (await stored(api, person, titles[0]))["status"] == "open"


async def test_all_of_several_wait_for_one_yes(api, person, talk):
    await talk.say("add call Ann at home")
    await talk.say("add call Ann at work")
    await talk.say("complete call Ann")
    asked = await talk.say("both")
    assert len(asked.outcome("change_tasks")["changes"]) == 2
    await talk.say("yes")
    for title in ("call Ann at home", "call Ann at work"):
        assert (await stored(api, person, title))["status"] == "done"


async def test_all_that_were_shown_are_meant_by_them_all(api, person, talk):
    await talk.say("add buy milk tomorrow at 8am")
    await talk.say("add call Ann tomorrow at 9am")
    await talk.say("add something else next week")
    await talk.say("what is due tomorrow?")
    asked = await talk.say("delete them all")
    assert len(asked.outcome("change_tasks")["changes"]) == 2
    await talk.say("yes")
    assert await api.titles(person) == ["something else"]


async def test_them_all_without_a_list_is_nothing(api, person, talk):
    await api.create(person, title="buy milk")
    answer = await talk.say("delete them all")
    assert [each for each in answer.all("tool_result") if each["outcome"]["ok"]] == []
    assert await api.titles(person) == ["buy milk"]


async def test_the_occurrence_of_another_day_is_not_taken_for_that_which_is_meant(
    api, person, talk
):
    await talk.say("add standup every day at 9am starting 1 December 2031")
    answer = await talk.say("skip standup on 3 December 2031")
    assert answer.all("tool_call")[-1]["name"] == "find_tasks"
    assert "due Wed 3 Dec 2031" in answer.text
    assert (await stored(api, person, "standup"))["status"] == "open"


async def test_a_number_without_a_question_does_nothing(talk):
    await talk.say("add buy milk")
    answer = await talk.say("7")
    assert answer.all("tool_call") == []


async def test_a_deletion_waits_for_a_yes(api, person, talk):
    await talk.say("add buy milk")
    asked = await talk.say("delete buy milk")
    assert asked.outcome("delete_task")["proposal_id"]
    assert "Say yes to do it" in asked.text
    assert await api.titles(person) == ["buy milk"]
    await talk.say("yes")
    assert await api.titles(person) == []
    await talk.say("undo")
    assert await api.titles(person) == ["buy milk"]


async def test_a_no_leaves_all_as_it_is(api, person, talk):
    await talk.say("add buy milk")
    proposal_id = (await talk.say("delete buy milk")).outcome("delete_task")["proposal_id"]
    await talk.say("no")
    assert (await talk.say("yes")).text == "There is nothing that waits for a yes."
    path = f"/api/chat/proposals/{proposal_id}"
    assert (await api.ask("GET", path, person)).json()["state"] == "dismissed"
    assert await api.titles(person) == ["buy milk"]


async def test_the_button_and_the_word_do_it_once(api, person, talk):
    await talk.say("add buy milk")
    proposal_id = (await talk.say("delete buy milk")).outcome("delete_task")["proposal_id"]
    path = f"/api/chat/proposals/{proposal_id}/apply"
    first = await api.ask("POST", path, person)
    second = await api.ask("POST", path, person)
    assert first.json()["ok"] is True
    assert (second.status_code, second.json()["state"]) == (409, "applied")
    assert (await talk.say("yes")).text == "There is nothing that waits for a yes."


async def test_under_a_key_a_yes_is_one_transaction_and_answered_again(api, person, talk):
    await talk.say("add buy milk")
    proposal_id = (await talk.say("delete buy milk")).outcome("delete_task")["proposal_id"]
    path, key = f"/api/chat/proposals/{proposal_id}/apply", {"idempotency-key": "yes-1"}
    first = await api.ask("POST", path, person, headers=key)
    again = await api.ask("POST", path, person, headers=key)
    assert first.json() == again.json()
    assert first.json()["ok"] is True
    assert await api.titles(person) == []


async def test_many_are_moved_after_a_yes_as_they_were_shown(api, person, talk):
    await talk.say("add buy milk tomorrow at 8am")
    await talk.say("add call Ann tomorrow at 9am")
    asked = await talk.say("move everything due tomorrow to 5 December 2031")
    assert len(asked.outcome("change_tasks")["changes"]) == 2
    tomorrow = (await stored(api, person, "buy milk"))["due"]["datetime_local"].partition("T")[0]
    await api.create(person, title="a new one", due={"date": tomorrow})
    done = await talk.say("ok do it")
    assert done.outcome("apply_changes")["ok"] is True
    dates = {
        title: (await stored(api, person, title))["due"]["datetime_local"]
        for title in ("buy milk", "call Ann")
    }
    assert dates == {"buy milk": "2031-12-05T08:00:00", "call Ann": "2031-12-05T09:00:00"}
    assert (await stored(api, person, "a new one"))["due"]["date"] != "2031-12-05"


async def test_what_changed_since_is_left_alone(api, person, talk):
    await talk.say("add buy milk")
    await talk.say("delete buy milk")
    task = await stored(api, person, "buy milk")
    body = {"notes": "two bottles"}
    await api.ask("PATCH", f"/api/tasks/{task['id']}", person, json=body)
    done = await talk.say("yes")
    assert done.outcome("apply_changes")["ok"] is False
    assert await api.titles(person) == ["buy milk"]


@pytest.mark.parametrize(
    "said",
    [
        "Buy milk on 30 February",
        "add 13pm meeting at 25:00",
        "every day once water the plants",
    ],
)
async def test_what_cannot_be_meant_is_said_and_not_guessed(api, person, talk, said):
    answer = await talk.say(said if said.startswith("add") else f"add {said}")
    assert answer.outcome("add_task")["ok"] is False
    assert answer.text
    assert await api.count("tasks", person) == 0


async def test_another_reading_is_said(talk):
    answer = await talk.say("add call Ann at 5")
    assert "may mean" in answer.text


async def test_each_line_is_a_request(api, person, talk):
    await talk.say("add buy milk\nadd buy bread\n\nadd buy eggs")
    assert sorted(await api.titles(person)) == ["buy bread", "buy eggs", "buy milk"]


async def test_more_lines_than_a_person_writes_are_refused_whole(api, person, talk):
    answer = await talk.say("\n".join(f"add task {number}" for number in range(21)))
    assert "At most 20 lines" in answer.text
    assert await api.count("tasks", person) == 0


@pytest.mark.parametrize("said", ["\n", " ", "\u200e", "x" * 10_001])
async def test_nothing_and_too_much_are_refused_before_an_answer_begins(api, person, said):
    answer = await api.ask("POST", "/api/chat", person, json={"message": said})
    assert answer.status_code == 422
    assert await api.count("conversations", person) == 0


async def test_skipping_says_what_follows(talk):
    await talk.say("add water the plants every day at 8am starting 1 December 2031")
    answer = await talk.say("skip water the plants")
    assert "Next: Tue 2 Dec 2031 08:00" in answer.text


async def test_a_reminder_is_put_off(api, person, talk):
    await talk.say("add dentist tomorrow at 9am")
    answer = await talk.say("snooze dentist for 1 hour")
    assert answer.outcome("snooze_task")["ok"] is True
    found = await stored(api, person, "dentist")
    assert [each["state"] for each in found["reminders"] if each["snooze_of"]] == ["scheduled"]


async def test_each_example_of_the_help_is_understood(talk):
    help_text = (await talk.say("help")).text
    examples = re.findall("“([^”]+)”", help_text)
    assert len(examples) >= 20
    for example in examples:
        answer = await talk.say(example)
        assert "did not understand" not in answer.text, example


async def test_what_is_overdue_is_told_first_and_marked(api, person, talk):
    await api.ask("POST", "/api/tasks", person, json={"title": "call Bob"})
    late = {"title": "call Ann", "due": {"date": "2020-01-01"}}
    await api.ask("POST", "/api/tasks", person, json=late)
    listed = (await talk.say("show call")).text.splitlines()
    assert listed[0] == "“call”: 2 tasks"
    assert listed[1] == "1. call Ann – overdue since Wed 1 Jan 2020"
    assert listed[2] == "2. call Bob"
    await talk.say("complete 1")
    assert (await stored(api, person, "call Ann"))["status"] == "done"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("what is overdue?", "Overdue: nothing."),
        ("show tasks without a date", "Without a date: nothing."),
        ("what is due this week?", "This week: nothing."),
    ],
)
async def test_an_empty_list_says_what_it_is_of(talk, said, told):
    answer = await talk.say(said)
    assert answer.text == told


async def test_a_missing_project_is_made_after_a_yes_and_the_task_put_there(api, person, talk):
    asked = await talk.say("add paint the door #Garden")
    assert "There is no project “Garden”, so it is in none." in asked.text
    assert asked.text.endswith(
        "\nShall I make the project “Garden” and put it there? Say yes, or no."
    )
    assert (await api.ask("GET", "/api/projects", person)).json()["items"] == []
    done = await talk.say("yes")
    assert done.text == "Made the project “Garden” and put “paint the door” there."
    (project,) = (await api.ask("GET", "/api/projects", person)).json()["items"]
    assert (await stored(api, person, "paint the door"))["project_id"] == project["id"]
    await talk.say("undo")
    assert (await stored(api, person, "paint the door"))["project_id"] is None


async def test_a_task_is_moved_to_a_project_that_is_made_for_it(api, person, talk):
    await talk.say("add dentist")
    asked = await talk.say("put dentist in project Health")
    assert "There are no projects yet." in asked.text
    await talk.say("no")
    assert (await api.ask("GET", "/api/projects", person)).json()["items"] == []
    await talk.say("put dentist in project Health")
    await talk.say("yes")
    assert (await stored(api, person, "dentist"))["project_id"] is not None


async def test_a_project_is_made_once(api, person, talk):
    assert (await talk.say("create project Home")).text == "Made the project “Home”."
    again = await talk.say("create a project called home")
    assert again.text == "There is a project “home” already. Nothing was changed."
    assert len((await api.ask("GET", "/api/projects", person)).json()["items"]) == 1


async def test_of_several_lines_no_project_is_offered(talk):
    answer = await talk.say("add paint the door #Garden\nadd buy milk")
    assert [each["name"] for each in answer.all("tool_call")] == ["add_task", "add_task"]


@pytest.mark.parametrize("when", ["to 5 December 2031", "5 december 2031"])
async def test_a_time_that_was_missing_can_follow(api, person, talk, when):
    await talk.say("add dentist tomorrow")
    assert (await talk.say("postpone dentist")).text.startswith("When?")
    await talk.say(when)
    assert (await stored(api, person, "dentist"))["due"]["date"] == "2031-12-05"


async def test_another_request_after_when_is_that_request(talk):
    await talk.say("add dentist tomorrow")
    await talk.say("postpone dentist")
    assert (await talk.say("complete dentist")).outcome("complete_task")["ok"] is True


async def test_what_was_not_understood_can_be_kept(api, person, talk):
    assert "“add it”" in (await talk.say("Buy milk")).text
    await talk.say("add it")
    assert await api.titles(person) == ["Buy milk"]


async def test_a_line_that_is_not_understood_is_named(api, person, talk):
    answer = await talk.say("buy eggs\nadd buy milk")
    assert answer.text.splitlines() == [
        "I did not understand “buy eggs”: nothing is changed by it.",
        "Added “buy milk”.",
    ]
    assert await api.titles(person) == ["buy milk"]


@pytest.mark.parametrize(("said", "told"), [("Hi!", "Hello."), ("thanks", "You are welcome.")])
async def test_courtesies_are_answered(talk, said, told):
    assert (await talk.say(said)).text.startswith(told)


async def test_corrections_follow_what_was_added(api, person, talk):
    await talk.say("add call Peter on 5 December 2031 at 10:00")
    await talk.say("actually make it 11")
    await talk.say("and remind me an hour before")
    found = await stored(api, person, "call Peter")
    assert found["due"]["datetime_local"] == "2031-12-05T11:00:00"
    assert "-PT1H" in [each["offset"] for each in found["reminders"]]
    await talk.say("no wait, undo that")
    found = await stored(api, person, "call Peter")
    assert "-PT1H" not in [each["offset"] for each in found["reminders"]]

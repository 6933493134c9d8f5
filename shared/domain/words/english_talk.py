"""English: small words of requests, what people say around them, and the words of filters."""

from typing import Final

from shared.domain.words.request_words import FilterWords, TalkWords, TargetWords
from shared.domain.words.vocabulary import Phrases, Words


def _words(text: str) -> Words:
    return frozenset(text.split())


def _phrases(text: str) -> Phrases:
    """What stands between the commas, the longer phrases first."""
    found = (tuple(phrase.split()) for phrase in text.split(","))
    return tuple(sorted(found, key=len, reverse=True))


TALK: Final = TalkWords(
    polite=_phrases(
        "please, pls, hey, hi, hello, ok, okay, so, well, now, just, tell me, rondel, let's, "
        "actually, sorry, no wait, oh, and, "
        "let us, i'd like to, i would like to, i'd like you to, i would like you to, "
        "i want you to, go ahead and"
    ),
    asks=_phrases("can you, could you, would you, will you, can we, can i, may i"),
    thanks=_phrases(
        "please, pls, thanks, thank you, thanks a lot, for me, right now, now, if you can, "
        "would you"
    ),
    confirm=_phrases(
        "yes, y, yep, yeah, yup, sure, ok, okay, do it, do that, go ahead, go on, apply, "
        "apply it, apply that, apply the changes, apply changes, apply them, confirm, "
        "confirmed, i confirm, sounds good, that's right, that is right, correct, right, "
        "please do, of course, absolutely, agreed, fine, proceed, go for it, make it so, yes to all"
    ),
    decline=_phrases(
        "no, n, nope, nah, cancel, cancel it, cancel that, don't, dont, do not, don't do it, "
        "don't do that, do not do it, do not do that, stop, never mind, nevermind, leave it, "
        "leave them, leave it as it is, forget it, abort, not now, no way, rather not, better "
        "not, discard, discard it, wait, keep it, keep them, "
        "none, none of them, none of these, neither, neither of them"
    ),
    refuses=_phrases("don't, dont, do not, never, no need to, you must not, do i, do you, do we"),
    fillers=_words("please thanks thank you then so well now all it them that"),
    undo=_phrases(
        "undo, undo that, undo it, undo this, undo the last change, undo last change, undo my "
        "last change, undo the last one, undo the last thing, undo the change, undo the last "
        "action, undo last action, undo what you did, undo everything you did, take that "
        "back, take it back, revert, revert that, revert it, revert the last change, roll "
        "back, roll it back, that was wrong undo it, "
        "undo my last action, undo the deletion, undo the completion, undo the move, "
        "undo the postponement, undo delete, oops"
    ),
    help=_phrases(
        "help, help me, i need help, what can you do, what do you do, what can i say, what "
        "can i ask, what can i ask you, how does this work, how does it work, how do you "
        "work, show help, show commands, commands, what are the commands, what are your "
        "commands, what do you understand"
    ),
    questions=_words(
        "what which who whom whose when where why how is are am was were does did have has had "
        "should shall would could can may might if don't dont never not what's who's how's isn't "
        "aren't didn't doesn't won't ignore forget pretend you no yes nope yep system"
    ),
)

TARGET: Final = TargetWords(
    articles=_words("the a an my our this that"),
    nouns=_words("task todo item one"),
    plurals=_words("tasks todos items things stuff ones"),
    called=_words("called named titled about"),
    about=_words("about with for on regarding containing mentioning called named"),
    last=_phrases(
        "it, that, this, that one, this one, them, these, those, the last one, last one, the "
        "last task, last task, the same, the task, this task, that task, the one, the same "
        "one, the same task, the previous one, the latest one, the one before, the one you "
        "just added, the one i just added, the new one"
    ),
    ones=_words("one task item option result"),
    numbers=_words("number no nr option task item result #"),
    all=_words("all every each any"),
    everything=_words("everything anything"),
    all_chosen=_phrases(
        "all, all of them, both, both of them, them all, every one, them both, these all, "
        "those all, all of these, all of those"
    ),
    own=_words("of my the our these those them"),
    fields=_words(
        "priority title name date due deadline time label labels project reminder repeat"
    ),
    joins=_words("and then also or"),
    dangling=_words("to until till by for from as of on at in with is are due again later"),
)

_TERMS: Final = {
    "overdue": "overdue",
    "over due": "overdue",
    "late": "overdue",
    "past due": "overdue",
    "what's next": "overdue | today",
    "without a date": "no date",
    "without a due date": "no date",
    "without any date": "no date",
    "without date": "no date",
    "without due date": "no date",
    "without dates": "no date",
    "with no date": "no date",
    "with no due date": "no date",
    "that have no date": "no date",
    "no date": "no date",
    "no due date": "no date",
    "undated": "no date",
    "unscheduled": "no date",
    "without a label": "no labels",
    "without labels": "no labels",
    "with no labels": "no labels",
    "no labels": "no labels",
    "unlabelled": "no labels",
    "unlabeled": "no labels",
    "untagged": "no labels",
    "without tags": "no labels",
    "without a project": "no project",
    "without project": "no project",
    "with no project": "no project",
    "no project": "no project",
    "inbox": "inbox",
    "without a priority": "no priority",
    "without priority": "no priority",
    "with no priority": "no priority",
    "no priority": "no priority",
    "without a reminder": "no reminder",
    "without reminders": "no reminder",
    "without reminder": "no reminder",
    "with no reminder": "no reminder",
    "no reminder": "no reminder",
    "no reminders": "no reminder",
    "with reminders": "reminders > 0",
    "with a reminder": "reminders > 0",
    "recurring": "recurring",
    "repeating": "recurring",
    "that repeat": "recurring",
    "not done": "open",
    "not finished": "open",
    "not completed": "open",
    "undone": "open",
    "unfinished": "open",
    "incomplete": "open",
    "open": "open",
    "pending": "open",
    "outstanding": "open",
    "remaining": "open",
    "still to do": "open",
    "done": "done",
    "completed": "done",
    "finished": "done",
    "closed": "done",
    "this week": "due >= now/w && due < now/w+1w",
    "next week": "due >= now/w+1w && due < now/w+2w",
    "last week": "due >= now/w-1w && due < now/w",
    "this month": "due >= now/M && due < now/M+1M",
    "next month": "due >= now/M+1M && due < now/M+2M",
    "last month": "due >= now/M-1M && due < now/M",
    "this year": "due >= now/y && due < now/y+1y",
    "last year": "due >= now/y-1y && due < now/y",
    "next year": "due >= now/y+1y && due < now/y+2y",
    "yesterday": "yesterday",
    "my day": "today",
    "urgent": "p1",
    "important": "p1",
}

FILTER: Final = FilterWords(
    terms={
        tuple(words.split()): term
        for words, term in sorted(_TERMS.items(), key=lambda each: -len(each[0].split()))
    },
    priorities={
        "highest": 1,
        "important": 1,
        "high": 1,
        "top": 1,
        "urgent": 1,
        "medium": 2,
        "low": 3,
        "none": 4,
    },
    priority=_words("priority prio"),
    fillers=_words(
        "task tasks thing things item items todos todo stuff everything anything any "
        "all the a my me i of due scheduled planned on in at for from are is was were have has do "
        "list agenda schedule calendar plan day there left still already coming up to got only "
        "just that which with else supposed during within deadline deadlines plate happening "
        "happens that's what's which's"
    ),
    things=_words(
        "tasks things items todos todo stuff everything anything list agenda schedule do plan left"
    ),
    ands=_words("and plus"),
    ors=_words("or"),
    without=_words("without except not excluding but"),
    labelled=_words("tagged labelled labeled"),
    label=_words("label labels tag tags"),
    project=_words("project"),
    inbox=_words("inbox"),
    before=_words("before"),
    until=_words("by until till through"),
    after=_words("after since"),
    next=_words("next coming"),
    days=_words("days day"),
    within=_words("in during"),
)

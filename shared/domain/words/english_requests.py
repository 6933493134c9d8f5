"""English requests: the templates of each intent. Their small words are in `english_talk`."""

from typing import Final

from shared.domain.words.english_talk import FILTER, TALK, TARGET
from shared.domain.words.request_words import RequestWords, Rule, rules

_FIRST: Final[tuple[Rule, ...]] = (
    *rules("snooze", "remind me again in {by}", "remind me of|about {task} again in {by}"),
    *rules(
        "change",
        "remind me of|about|for {plain} {remind}",
        "remind me {remind} {plain}",
        "add|set|create a|another reminder {remind} to|for {plain}",
        "add|set|create a|another reminder for|to {plain} {remind}",
    ),
    *rules("list", "i want|need|like to see|know [what] [is] [all] {filter}"),
)

_COMPLETE: Final = (
    *rules(
        "complete",
        "complete|close {tasks}",
        "complete|close {plain}",
        "mark|set {task} [as] done|complete|completed|finished",
        "mark [as] done|complete|completed {task}",
        "tick|check|cross|strike off {task}",
        "tick|check|cross|strike {task} off",
        "i [have] [just|already] finished|completed {plain}",
        "i've [just|already] finished|completed|done {plain}",
        "i [am] done|finished with {task}",
        "i'm [now] done|finished with {task}",
        "done|finished with {task}",
        "finished|completed {plain}",
        "{plain} is|are [now|already] done|finished|completed",
    ),
)
_REOPEN: Final = rules(
    "reopen",
    "reopen|uncomplete|uncheck|untick {task}",
    "mark|set {task} [as] not done|complete|completed|finished [yet]",
    "mark|set {task} [as] undone|incomplete|unfinished|open",
)
_SKIP: Final = rules(
    "skip",
    "skip {tasks}",
    "skip {whose} {one}",
    "skip [the] next [occurrence] [of] {one}",
    "skip {one} {when}",
    "skip {task}",
)
_DELETE: Final = rules(
    "delete",
    "delete|remove|erase|trash {tasks}",
    "delete|remove|erase|trash {one} {when}",
    "delete|remove|erase|trash {task}",
    "get rid of {task}",
    "throw away {task}",
)
_POSTPONE: Final = rules(
    "postpone",
    "postpone|delay|defer {tasks} to|until|till|for {when}",
    "postpone|delay|defer {one} from {old} to|until|till {when}",
    "postpone|delay|defer {task} to|until|till|for {when}",
    "postpone|delay|defer {task} by|for {by}",
    "postpone|delay|defer {one} {by}",
    "postpone|delay|defer {one} {when}",
    "postpone|delay|defer {task}",
    "push|put back|off|out {task} to|until|till {when}",
    "push|put back|off|out {task} by|for {by}",
    "push|put back|off|out {one} {by}",
    "push|put back|off|out {one}",
    "push|put {task} back|off|out [to|until|till] {when}",
    "push|put {task} back|off|out [by|for] {by}",
    "push {tasks} to|until|till {when}",
    "push {one} from {old} to|until|till {when}",
    "push {task} to|until|till {when}",
    "push {task} by {by}",
)
_MOVE: Final = rules(
    "move",
    "change|set|move [the] [due] date|deadline|time of {task} to {when}",
    "change|set|move {task} [due] date|deadline|time to {when}",
    "move|shift|bump|reschedule|change {tasks} to {when}",
    "move|shift|bump|reschedule|change {one} from {old} to {when}",
    "move|shift|bump|reschedule|change|set {task} to {when}",
    "move|shift|bump|reschedule {task} to {hour}",
    "move|shift|bump {pointed}",
    "reschedule {task} for|until {when}",
    "reschedule {one} {when}",
    "reschedule {task}",
    "bring forward {task} to {when}",
    "bring|move {task} forward to {when}",
    "make {task} due {when}",
    "make {pointed} {when}",
)
_SNOOZE: Final = rules(
    "snooze",
    "snooze [for|by] {by}",
    "snooze [until|till|to] {when}",
    "snooze {task} for|by {by}",
    "snooze {task} until|till|to|for {when}",
    "snooze {one} {by}",
    "snooze {one} {when}",
    "snooze {task}",
)
_CHANGE: Final = (
    *rules(
        "change",
        "rename {one} to|as {title}",
        "change|edit|set|update [the] title|name of {one} to {title}",
        "change|edit|set|update {one} title|name to {title}",
        "change|set|update|make|raise|lower [the] priority of {task} to|as {priority}",
        "change|set|update|raise|lower {task} priority to {priority}",
        "change|set|update|make|mark|give {task} [to|as|a|with] {priority}",
        "label|tag {task} [as|with] {marks}",
        "label|tag {task} as|with {labels}",
        "add|put [the|a] label|labels|tag|tags {labels} to|on {task}",
        "add|put {marks} to|on {task}",
        "change|set|update [the] project of {task} to {project}",
        "move|put|file {task} to|in|into|under [the] {project}",
        "make|set {task} [to] repeat|recur|happen {repeat}",
        "repeat {one} {repeat}",
        "change|set|update [the] recurrence|repetition|repeat|schedule of {task} to {repeat}",
        "change|set|update {one} to {repeat}",
        "make {one} a {repeat} task",
        "change|set|make|update {pointed} [to] {repeat}",
    ),
    *rules(
        "change",
        "remove|delete|drop [the] label|labels|tag|tags {labels} from {task}",
        "remove|delete|drop|take {marks} from|off {task}",
        says="remove_labels",
    ),
    *rules(
        "change",
        "remove|delete|clear|drop [the|all] [the] reminder|reminders of|from|for|on {task}",
        "turn|switch off [the|all] [the] reminder|reminders of|from|for|on {task}",
        says="no_reminders",
    ),
    *rules(
        "change",
        "remove|delete|clear|drop [the] priority of|from {task}",
        says="no_priority",
    ),
    *rules("change", "remove|delete|clear|drop [the] project of|from {task}", says="to_inbox"),
    *rules(
        "unknown",
        "remove|delete|clear|drop [the|all] [the] note|notes|title|name|subtask|subtasks|checklist"
        "|attachment|attachments|comments|label|labels|tag|tags|time|section of|from|for {any}",
    ),
    *rules("change", "remove|take {task} from|out [of] [the] {project}", says="to_inbox"),
    *rules(
        "change",
        "remove|delete|clear|drop [the] [due] date|deadline of|from {task}",
        "remove|delete|clear|drop {task} [due] date|deadline",
        "unschedule {task}",
        "set|make {task} to no [due] date",
        "set|make {task} undated|unscheduled",
        says="no_due",
    ),
    *rules(
        "change",
        "stop repeating {task}",
        "stop {task} from repeating",
        "make|set {task} [to] not repeat|recur|recurring",
        "remove|delete|clear|drop [the] recurrence|repetition|repeat of|from {task}",
        says="no_repeat",
    ),
)
_LIST: Final = (
    *rules(
        "list",
        "what did i do|complete|finish|get [done] {day}",
        "what [have] i [have] done|completed|finished {day}",
        "what was|is done|completed|finished {day}",
        "show|list [me] [all] [my|the] [tasks] done|completed|finished [tasks] {day}",
        "tasks done|completed|finished {day}",
        says="done_on",
    ),
    *rules(
        "list",
        "show|list|find [me] [all] [my|the] tasks [i] [have] created|added|made {day}",
        "what did i create|add {day}",
        "tasks created|added {day}",
        says="created_on",
    ),
    *rules(
        "list",
        "show|list|display|see|view|give|get|find [me] [what's|which] {filter}",
        "show|list|give [me] what is|are {filter}",
        "what|how about {filter}",
        "what is|are|was [on|left|next|up] {filter}",
        "what's|whats [on|left|up] {filter}",
        "what [all] {filter}",
        "which {filter}",
        "what do|did|will i have|need {filter}",
        "what have i [got] {filter}",
        "what should|must|can i do {filter}",
        "do i have {filter}",
        "have i [got] {filter}",
        "how many {filter}",
        "is|are there {filter}",
        "is|are {filter}",
        "any {filter}",
        "{filter}",
        "find|search|show|list [me] [for] [all] [the|my] tasks|todos|items about|with|on|for {one}",
        "find|search [for] {one}",
        "look for {one}",
        "look up {one}",
        "where|when is|are {one} due",
        "where|when is|are {one}",
        "where|when do|did i {one}",
        "where's|when's {one}",
        "show|list|display|open|view [me] {one}",
    ),
)
_EXPLAIN: Final = rules(
    "explain",
    "why {any} reminded|reminder|reminders|notified|notification|notifications|alert|alerted|mail"
    "|email|pinged of|about|for {one}",
    "why did|does|didn't|doesn't {one} [not] remind|notify|alert|ring|fire|repeat|recur {any}",
    "why did|does i not get reminded of {one}",
    "why is|was|are|were|isn't|wasn't {one} [still|not] overdue|due|late|open|skipped|postponed"
    "|done|repeating|recurring|moved|snoozed|missed|reminded|silent {any}",
    "explain [the] reminder|reminders|schedule|repetition|recurrence|history of|for {one}",
    "explain {one}",
    "what happened to|with {one}",
)
_PROJECTS: Final = rules(
    "projects",
    "show|list|display [me] [all] [my|the] projects",
    "what|which projects {any}",
    "what are [my|the] projects",
    "how many projects {any}",
    "[my] projects",
)
_HELP: Final = rules("help", "how do|can|should|does i|we|you|this|it {any}", "what can i {any}")
_ADD: Final = rules(
    "add",
    "add|put {text} to|on|in my|the [to] [-] [do] [todo|task] list|tasks|todos|inbox",
    "add {text}",
)

REQUESTS: Final = RequestWords(
    first=_FIRST,
    others=(
        *_PROJECTS,
        *_HELP,
        *_EXPLAIN,
        *_REOPEN,
        *_COMPLETE,
        *_SKIP,
        *_SNOOZE,
        *_POSTPONE,
        *_MOVE,
        *_CHANGE,
        *_DELETE,
        *_LIST,
        *_ADD,
    ),
    talk=TALK,
    target=TARGET,
    filter=FILTER,
)

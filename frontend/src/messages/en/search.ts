import { plural } from "@/lib/messages";

export default {
  label: "Search in titles and notes",
  placeholder: "Words in titles and notes",
  clear: "Clear",
  withDone: "Done tasks, too",
  count: (tasks: number) => plural(tasks, { one: "1 task", other: `${tasks} tasks` }),
  searching: "Searching …",
  results: "Found tasks",
  recent: "Searched lately",
  forget: (words: string) => `Forget “${words}”`,
  forgetAll: "Forget all",
  startTitle: "Find any task",
  startText: "The last word may be unfinished. What fits best comes first.",
  noneTitle: (words: string) => `Nothing has “${words}”`,
  noneText: "Try fewer words, or one of these:",
  noneOpen: "Only open tasks were looked at.",
  alsoDone: "Look at done tasks, too",
  tips: [
    ['"red paint"', "just this phrase"],
    ["paint -red", "with one word, without another"],
    ["paint or brush", "one of both"],
  ] as readonly (readonly [string, string])[],
  asFilter: "Save as filter",
  doneNote: "Done",
  loadMore: "Show more",
};

import { plural } from "@/lib/messages";

export default {
  complete: (title: string) => `Mark “${title}” as done`,
  done: "Done.",
  doneNext: (when: string) => `Done. Next: ${when}`,
  undone: "Taken back.",
  overdue: "Overdue",
  count: (tasks: number) => plural(tasks, { one: "1 task", other: `${tasks} tasks` }),
  emptyTodayTitle: "Nothing is due today",
  emptyTodayText: "Press q and write what and when: “Water the plants every 3 days at 9am”.",
  emptyInboxTitle: "The inbox is empty",
  emptyInboxText: "Tasks without a project gather here. Press q to add one.",
  emptyUpcomingTitle: "Nothing ahead",
  emptyUpcomingText: "What is due in the next two weeks stands here, day by day.",
  priority: {
    high: "Priority: high",
    medium: "Priority: medium",
    low: "Priority: low",
    none: "No priority",
  },
  repeats: "Repeats",
  reminds: "Has reminders",
};

/** Events that can be sent, by what they are about; docs/events.md has their data. */
export const EVENT_GROUPS = [
  {
    about: "tasks",
    types: [
      "task.created",
      "task.updated",
      "task.completed",
      "task.reopened",
      "task.skipped",
      "task.missed",
      "task.deleted",
      "task.restored",
      "series.updated",
    ],
  },
  {
    about: "reminders",
    types: ["reminder.sent", "reminder.failed", "reminder.skipped", "reminder.snoozed"],
  },
  { about: "digests", types: ["digest.sent", "digest.failed", "digest.skipped"] },
  { about: "account", types: ["user.timezone.changed"] },
] as const;

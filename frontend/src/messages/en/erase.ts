export default {
  title: "Delete your account and all that is in it",
  text: "It is closed at once, and its data are deleted right after. Nobody can bring them back.",
  parts:
    "All tasks, series, projects, labels and filters, with their history\nReminders that wait, channels, webhooks and calendar feeds\nAPI tokens, passkeys and devices: all are signed out\nConversations with the assistant",
  exportFirst: "You may want to keep a copy:",
  exportLink: "Export everything",
  typeIt: (email: string) => `To go on, type ${email}`,
  action: "Delete my account",
  gone: "Your account is deleted.",
};

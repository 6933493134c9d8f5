import { plural } from "@/lib/messages";

const tasks = (count: number): string => plural(count, { one: "1 task", other: `${count} tasks` });
const reminders = (count: number): string =>
  plural(count, { one: "1 reminder", other: `${count} reminders` });

export default {
  settings: "Settings",
  saved: "Saved",
  never: "never",
  delete: "Delete",
  done: "Done",
  showMore: "Show more",
  pages: {
    profile: "Profile",
    notifications: "Notifications",
    security: "Security",
    data: "Import & export",
    tokens: "API tokens",
    webhooks: "Webhooks",
    account: "Delete account",
  },
  profile: {
    nameTitle: "Name",
    name: "What we call you",
    emailTitle: "Email",
    emailText: "You sign in with it, and mails go there.",
    changeEmail: "Change …",
    newEmail: "New address",
    newEmailHint: "A link goes there. Until you open it, everything stays as it is.",
    sendLink: "Send the link",
    emailMailed: (to: string, old: string) =>
      `A link is on its way to ${to}. Open it within a day to finish; until then your address is ${old}, which is told of the change.`,
    zoneTitle: "Time zone",
    zoneText: "Tasks without a zone of their own follow it: 9:00 is 9:00 where you are.",
    zone: "Your zone",
    zoneNow: (clock: string) => `Clocks there show ${clock}.`,
    zoneHere: (zone: string) => `Use the zone of this device: ${zone}`,
    zoneWarning: (from: string, to: string) =>
      `Times stay what they are on the clock, but now mean ${to} instead of ${from}. Tasks with a zone of their own stay where they are. You can take it back afterwards.`,
    zoneSave: "Change the zone",
    moved: (taskCount: number, reminderCount: number) =>
      taskCount === 0
        ? "The zone is changed. No task had to move."
        : `The zone is changed: ${tasks(taskCount)} and ${reminders(reminderCount)} moved with you.`,
    fixed: (count: number) =>
      `${tasks(count)} with a zone of ${plural(count, { one: "its", other: "their" })} own did not move.`,
    movedExample: (before: string, after: string) => `was ${before}, is ${after}`,
    zoneBack: (zone: string) => `Back to ${zone}`,
    timesTitle: "Days and times",
    timeFormat: "Times look like",
    weekStart: "A week starts on",
    weekStartHint: "Rules that exist already keep their own.",
    browserTitle: "This browser",
    browserText: "These count here alone, for whoever uses this browser.",
    language: "Language",
    languageHint: "The page loads again.",
    languageOfBrowser: "As the browser",
    singleKeys: "Single-letter keys",
    singleKeysHint: "Letters such as q do things at once. Switch it off if you speak your input.",
  },
};

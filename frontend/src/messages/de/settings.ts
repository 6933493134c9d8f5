import { plural, type Translated } from "@/lib/messages";
import type en from "../en/settings";

const tasks = (count: number): string =>
  plural(count, { one: "1 Aufgabe", other: `${count} Aufgaben` });
const reminders = (count: number): string =>
  plural(count, { one: "1 Erinnerung", other: `${count} Erinnerungen` });

export default {
  settings: "Einstellungen",
  saved: "Gespeichert",
  never: "nie",
  delete: "Löschen",
  done: "Fertig",
  showMore: "Mehr anzeigen",
  pages: {
    profile: "Profil",
    notifications: "Benachrichtigungen",
    security: "Sicherheit",
    data: "Import & Export",
    tokens: "API-Tokens",
    webhooks: "Webhooks",
    account: "Konto löschen",
  },
  profile: {
    nameTitle: "Name",
    name: "Wie wir dich nennen",
    emailTitle: "E-Mail",
    emailText: "Damit meldest du dich an, und dorthin gehen Mails.",
    changeEmail: "Ändern …",
    newEmail: "Neue Adresse",
    newEmailHint: "Dorthin geht ein Link. Bis du ihn öffnest, bleibt alles, wie es ist.",
    sendLink: "Link senden",
    emailMailed: (to, old) =>
      `Ein Link ist unterwegs an ${to}. Öffne ihn innerhalb eines Tages; bis dahin ist deine Adresse ${old}, die von der Änderung erfährt.`,
    zoneTitle: "Zeitzone",
    zoneText: "Aufgaben ohne eigene Zone folgen ihr: 9:00 ist 9:00, wo du bist.",
    zone: "Deine Zone",
    zoneNow: (clock) => `Dort zeigen die Uhren ${clock}.`,
    zoneHere: (zone) => `Zone dieses Geräts nehmen: ${zone}`,
    zoneWarning: (from, to) =>
      `Zeiten bleiben, was sie auf der Uhr sind, meinen aber ${to} statt ${from}. Aufgaben mit eigener Zone bleiben, wo sie sind. Du kannst es danach zurücknehmen.`,
    zoneSave: "Zone ändern",
    moved: (taskCount, reminderCount) =>
      taskCount === 0
        ? "Die Zone ist geändert. Keine Aufgabe musste umziehen."
        : `Die Zone ist geändert: ${tasks(taskCount)} und ${reminders(reminderCount)} sind mit dir umgezogen.`,
    fixed: (count) => `${tasks(count)} mit eigener Zone: unverändert.`,
    movedExample: (before, after) => `war ${before}, ist ${after}`,
    zoneBack: (zone) => `Zurück zu ${zone}`,
    timesTitle: "Tage und Zeiten",
    timeFormat: "Zeiten sehen so aus",
    weekStart: "Die Woche beginnt am",
    weekStartHint: "Bestehende Regeln behalten ihren Tag.",
    browserTitle: "Dieser Browser",
    browserText: "Das gilt nur hier, für alle, die diesen Browser benutzen.",
    language: "Sprache",
    languageHint: "Die Seite lädt neu.",
    languageOfBrowser: "Wie der Browser",
    singleKeys: "Einzelne Buchstaben als Tasten",
    singleKeysHint:
      "Buchstaben wie q tun sofort etwas. Schalte es aus, wenn du deine Eingaben sprichst.",
  },
} satisfies Translated<typeof en>;

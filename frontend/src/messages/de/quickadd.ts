import { plural, sentence, type Translated } from "@/lib/messages";
import type en from "../en/quickadd";

export default {
  title: "Aufgabe hinzufügen",
  what: "Was, und wann",
  placeholder: "Water the plants every 3 days at 9am",
  hint: "Verstanden wird, auf Englisch: Tage, Zeiten, Wiederholungen; dazu #Projekt, @Label, p1 und !1h.",
  add: "Hinzufügen",
  addMany: (count) =>
    plural(count, { one: "1 Aufgabe hinzufügen", other: `${count} Aufgaben hinzufügen` }),
  keptOffline: "Gemerkt. Wird gesendet, sobald wieder eine Verbindung da ist.",
  added: (title) => `„${title}“ hinzugefügt.`,
  addedDue: (title, when) => sentence(`„${title}“ hinzugefügt, fällig ${when}`),
  addedMany: (count) =>
    plural(count, { one: "1 Aufgabe hinzugefügt.", other: `${count} Aufgaben hinzugefügt.` }),
  undone: (count) =>
    plural(count, {
      one: "Zurückgenommen. Sie liegt im Papierkorb.",
      other: "Zurückgenommen. Sie liegen im Papierkorb.",
    }),
  undo: "Rückgängig",
  adding: "Wird hinzugefügt …",
  willBe: "Das wird hinzugefügt",
  noTitle: "Bisher nur Daten und Zeichen: Schreib dazu, was zu tun ist.",
  noParent: "Die Aufgabe darüber wurde nicht hinzugefügt.",
  tooMany: (most) => `Die ersten ${most} werden zusammen hinzugefügt; die anderen bleiben hier.`,
  tooLong: "Eine Zeile kann höchstens 10.000 Zeichen haben.",
  keptLines: (count) =>
    plural(count, {
      one: "1 Zeile wurde nicht hinzugefügt und steht noch hier.",
      other: `${count} Zeilen wurden nicht hinzugefügt und stehen noch hier.`,
    }),
  takeBack: (what) => `Nicht so gemeint: ${what}`,
  leaveOut: (what) => `Weglassen: ${what}`,
  instead: (now, other) => `${now}; ändern in ${other}`,
  makeProject: (name) => `Projekt „${name}“ anlegen`,
  noProject: "Im Eingang lassen",
  toInbox: "Dieses Projekt gibt es nicht: Die Aufgabe kommt in den Eingang.",
  newProject: "neu",
  onDates: "Termine:",
  priority: {
    high: "Hohe Priorität",
    medium: "Mittlere Priorität",
    low: "Niedrige Priorität",
    none: "",
  },
  whenDue: "Wenn fällig",
  before: (length) => `${length} vorher`,
  after: (length) => `${length} danach`,
  inZone: (when, zone) => `${when} (${zone})`,
  keyAdds: "fügt hinzu",
  keyNewLine: "nächste Zeile",
  insert: "Einfügen",
  insertDate: "Datum",
  insertRepeat: "Wiederholung",
  insertReminder: "Erinnerung",
  insertPriority: "Priorität",
  insertProject: "Projekt",
  insertLabel: "Label",
  projects: "Projekte",
  labels: "Labels",
  namesFit: (count: number) =>
    plural(count, {
      one: "1 Name passt. Pfeiltasten und Enter nehmen ihn.",
      other: `${count} Namen passen. Pfeiltasten und Enter nehmen einen.`,
    }),
  noProjects: "Noch keine Projekte. Mit #Name legst du eins an.",
  noLabels: "Noch keine Labels. Mit @Name legst du eins an.",
  dates: {
    today: "Heute",
    tomorrow: "Morgen",
    weekend: "Dieses Wochenende",
    week: "Nächste Woche",
  },
  repeats: {
    day: "Jeden Tag",
    weekday: "An Werktagen (Mo–Fr)",
    week: "Jede Woche",
    month: "Jeden Monat",
    year: "Jedes Jahr",
  },
  reminders: {
    due: "Wenn fällig",
    minutes: "10 Minuten vorher",
    hour: "1 Stunde vorher",
    day: "1 Tag vorher",
  },
} satisfies Translated<typeof en>;

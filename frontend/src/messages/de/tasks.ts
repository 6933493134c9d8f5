import { plural, type Translated } from "@/lib/messages";
import type en from "../en/tasks";

export default {
  complete: (title) => `„${title}“ als erledigt markieren`,
  done: "Erledigt.",
  doneNext: (when) => `Erledigt. Nächstes Mal: ${when}`,
  undone: "Rückgängig gemacht.",
  overdue: "Überfällig",
  count: (tasks) => plural(tasks, { one: "1 Aufgabe", other: `${tasks} Aufgaben` }),
  emptyTodayTitle: "Heute ist nichts fällig",
  emptyTodayText: "Drück q und schreib, was und wann: „Water the plants every 3 days at 9am“.",
  emptyInboxTitle: "Der Eingang ist leer",
  emptyInboxText: "Hier sammeln sich Aufgaben ohne Projekt. Drück q, um eine hinzuzufügen.",
  emptyUpcomingTitle: "Nichts steht an",
  emptyUpcomingText: "Hier steht Tag für Tag, was in den nächsten zwei Wochen fällig ist.",
  priority: {
    high: "Priorität: hoch",
    medium: "Priorität: mittel",
    low: "Priorität: niedrig",
    none: "Keine Priorität",
  },
  repeats: "Wiederholt sich",
  reminds: "Hat Erinnerungen",
} satisfies Translated<typeof en>;

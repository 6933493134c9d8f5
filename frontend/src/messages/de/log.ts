import { plural, type Translated } from "@/lib/messages";
import type en from "../en/log";

export default {
  done: "Erledigt",
  skipped: "Übersprungen",
  missed: "Verpasst",
  slots: {
    skipped: {
      emptyTitle: "Nichts wurde übersprungen",
      emptyText:
        "Wird eine wiederkehrende Aufgabe einmal übersprungen, steht dieses Mal hier, mit dem Grund.",
    },
    missed: {
      emptyTitle: "Nichts wurde verpasst",
      emptyText:
        "Wird eine wiederkehrende Aufgabe nicht vor ihrem nächsten Mal erledigt, steht das hier.",
    },
    noTitle: "Eine Aufgabe, die es nicht mehr gibt",
    skippedPlain: "Übersprungen",
    reasons: {
      asked: "Von dir übersprungen",
      auto_skip: "Von selbst übersprungen: ihre Zeit war vorbei",
      vacation: "Von selbst übersprungen: du warst im Urlaub",
    },
    missedTimes: (count) =>
      plural(count, {
        one: "Bis zum nächsten Mal nicht erledigt",
        other: `${count}-mal hintereinander nicht erledigt, von diesem Tag an`,
      }),
  },
  changes: "Änderungen",
  tabs: "Was das Protokoll zeigt",
  reopen: "Wieder öffnen",
  reopenTask: (title) => `„${title}“ wieder öffnen`,
  reopened: (title) => `„${title}“ ist wieder offen.`,
  count: (tasks) => plural(tasks, { one: "1 Aufgabe", other: `${tasks} Aufgaben` }),
  emptyDoneTitle: "Noch ist nichts erledigt",
  emptyDoneText: "Was du abhakst, steht hier Tag für Tag und lässt sich wieder öffnen.",
  emptyChangesTitle: "Noch keine Änderungen",
  emptyChangesText:
    "Was du mit Aufgaben machst, bleibt hier 30 Tage und lässt sich zurücknehmen: Änderungen, Verschieben, Löschen, auch vieles auf einmal.",
  undone: "Zurückgenommen.",
  undo: "Rückgängig",
  undoChange: (text) => `Rückgängig: ${text}`,
  reasons: {
    undone: "Schon zurückgenommen",
    changed: "Seitdem noch einmal geändert",
    gone: "Endgültig gelöscht",
    expired: "Zu lange her",
  },
  kinds: {
    complete: "Erledigt",
    skip: "Übersprungen",
    postpone: "Verschoben",
    edit: "Bearbeitet",
    snooze: "Später erinnern",
    delete: "Gelöscht",
    bulk: "Viele auf einmal",
  },
  loadMore: "Ältere zeigen",
  trashLead: "Gelöschte Aufgaben bleiben hier 30 Tage.",
  deletedAt: (when) => `Gelöscht: ${when}`,
  daysLeft: (days) =>
    days <= 0
      ? "Verschwindet heute"
      : plural(days, { one: "Noch 1 Tag", other: `Noch ${days} Tage` }),
  restore: "Wiederherstellen",
  restoreTask: (title) => `„${title}“ wiederherstellen`,
  restored: (title) => `„${title}“ ist wieder da.`,
  restoredWithout: (title, lost) =>
    `„${title}“ ist wieder da, aber nicht ${lost}: Das gibt es nicht mehr.`,
  lost: {
    project_id: "im Projekt",
    section_id: "im Abschnitt",
    parent_id: "unter der Aufgabe",
  },
  open: "Öffnen",
  deleteForEver: "Endgültig löschen",
  deleteTask: (title) => `„${title}“ endgültig löschen`,
  deleteTitle: (title) => `„${title}“ endgültig löschen?`,
  deleteText:
    "Teilaufgaben, Erinnerungen und Verlauf verschwinden mit. Das lässt sich nicht rückgängig machen.",
  deletedForEver: (title) => `„${title}“ ist weg.`,
  empty: "Papierkorb leeren",
  emptyTitle: "Papierkorb leeren?",
  emptyText: (count) =>
    `${count} samt Teilaufgaben werden endgültig gelöscht. Das lässt sich nicht rückgängig machen.`,
  moreThan: (count) => `Mehr als ${count} Aufgaben`,
  emptied: "Der Papierkorb ist leer.",
  emptyTrashTitle: "Der Papierkorb ist leer",
  emptyTrashText: "Was du löschst, wartet hier 30 Tage. So lange kannst du es zurückholen.",
} satisfies Translated<typeof en>;

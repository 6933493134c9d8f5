import type { Translated } from "@/lib/messages";
import type en from "../en/help";

export default {
  title: "Tasten",
  groups: {
    app: "Überall",
    go: "Gehe zu",
    view: "Auf dieser Seite",
    task: "Aufgaben",
    add: "Beim Hinzufügen",
  },
  addTask: "Die Aufgabe hinzufügen, oder alle",
  addAndClose: "Hinzufügen und schließen",
  newLine: "Nächste Zeile: eine eigene Aufgabe",
  notMeant: "Hinter einer Farbe: nicht so gemeint",
  keepDraft: "Schließen; der Text bleibt erhalten",
  singleKeys: "Tasten ohne Strg oder Alt",
  singleKeysMac: "Tasten ohne ⌘ oder ⌥",
  singleKeysHint: "Schalte sie aus, wenn du diktierst oder aus Versehen Tasten drückst.",
  off: "aus",
} satisfies Translated<typeof en>;

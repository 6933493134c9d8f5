import { plural, type Translated } from "@/lib/messages";
import type en from "../en/search";

export default {
  label: "In Titeln und Notizen suchen",
  placeholder: "Wörter in Titeln und Notizen",
  clear: "Leeren",
  withDone: "Auch Erledigtes",
  count: (tasks) => plural(tasks, { one: "1 Aufgabe", other: `${tasks} Aufgaben` }),
  searching: "Sucht …",
  results: "Gefundene Aufgaben",
  recent: "Zuletzt gesucht",
  forget: (words) => `„${words}“ vergessen`,
  forgetAll: "Alle vergessen",
  startTitle: "Finde jede Aufgabe",
  startText: "Das letzte Wort darf unfertig sein. Was am besten passt, steht oben.",
  noneTitle: (words) => `Nichts enthält „${words}“`,
  noneText: "Versuch es mit weniger Wörtern, oder so:",
  noneOpen: "Gesucht wurde nur in offenen Aufgaben.",
  alsoDone: "Auch in erledigten suchen",
  tips: [
    ['"rote Farbe"', "genau diese Wortfolge"],
    ["Farbe -rot", "mit dem einen Wort, ohne das andere"],
    ["Farbe or Pinsel", "eines von beiden"],
  ],
  asFilter: "Als Filter speichern",
  doneNote: "Erledigt",
  loadMore: "Mehr zeigen",
} satisfies Translated<typeof en>;

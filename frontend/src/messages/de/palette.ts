import type { Translated } from "@/lib/messages";
import type en from "../en/palette";

export default {
  title: "Überall hin, alles tun",
  placeholder: "Aufgaben suchen, irgendwohin gehen, etwas tun …",
  results: "Was passt",
  groups: {
    recent: "Zuletzt",
    go: "Gehe zu",
    do: "Tun",
    project: "Projekte",
    label: "Labels",
    filter: "Filter",
    task: "Aufgaben",
    add: "Neu",
  },
  add: (words) => `Hinzufügen: ${words}`,
  choose: "auswählen",
  open: "öffnen",
  close: "schließen",
  searchFailed: "Die Aufgaben ließen sich nicht durchsuchen.",
} satisfies Translated<typeof en>;

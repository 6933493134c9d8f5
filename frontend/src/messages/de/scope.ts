import type { Translated } from "@/lib/messages";
import type en from "../en/scope";

export default {
  title: "Diese Aufgabe wiederholt sich",
  question: "Welche davon meinst du?",
  scopes: {
    this: { name: "Nur diese", text: "Die anderen bleiben, wie sie sind, auch die künftigen." },
    following: {
      name: "Diese und die folgenden",
      text: "Diese und alle, die danach kommen. Frühere bleiben, wie sie sind.",
    },
    all: { name: "Alle", text: "Jede offene und alle, die noch kommen." },
  },
  done: "Was schon erledigt ist, ändert sich nie.",
  remember: "Nicht mehr fragen, solange diese Aufgabe offen ist",
} satisfies Translated<typeof en>;

import type { Translated } from "@/lib/messages";
import type en from "../en/quickadd";

export default {
  title: "Aufgabe hinzufügen",
  what: "Was, und wann",
  placeholder: "Water the plants every 3 days at 9am",
  add: "Hinzufügen",
  added: (title) => `„${title}“ hinzugefügt.`,
} satisfies Translated<typeof en>;

import type { Translated } from "@/lib/messages";
import type en from "../en/leave";

export default {
  title: "Ohne Speichern verlassen?",
  text: "Was du hier geändert hast, ist noch nicht gespeichert.",
  stay: "Hier bleiben",
  leave: "Verlassen",
} satisfies Translated<typeof en>;

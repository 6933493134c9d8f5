import { plural, type Translated } from "@/lib/messages";
import type en from "../en/offline";

export default {
  waiting: (count) =>
    plural(count, {
      one: "1 Aufgabe wartet auf das Senden",
      other: `${count} Aufgaben warten auf das Senden`,
    }),
  refused: (why) => `Nicht hinzugefügt: ${why}`,
  discard: (text) => `„${text}“ verwerfen`,
  retry: (text) => `„${text}“ noch einmal versuchen`,
  unsentLost: (count) =>
    count === 1
      ? "Eine offline hinzugefügte Aufgabe ist noch nicht gesendet. Abmelden löscht sie."
      : `${count} offline hinzugefügte Aufgaben sind noch nicht gesendet. Abmelden löscht sie.`,
} satisfies Translated<typeof en>;

import type { Translated } from "@/lib/messages";
import type en from "../en/erase";

export default {
  title: "Dein Konto löschen, mit allem, was darin ist",
  text: "Es ist sofort geschlossen, gleich danach werden seine Daten gelöscht. Niemand kann sie zurückholen.",
  parts:
    "Alle Aufgaben, Serien, Projekte, Labels und Filter, mit ihrer Geschichte\nWartende Erinnerungen, Kanäle, Webhooks und Kalender-Feeds\nAPI-Tokens, Passkeys und Geräte: Alle werden abgemeldet\nGespräche mit dem Assistenten",
  exportFirst: "Vielleicht möchtest du eine Kopie behalten:",
  exportLink: "Alles exportieren",
  typeIt: (email) => `Um weiterzumachen, tippe ${email}`,
  action: "Mein Konto löschen",
  gone: "Dein Konto ist gelöscht.",
} satisfies Translated<typeof en>;

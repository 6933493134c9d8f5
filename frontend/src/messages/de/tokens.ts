import type { Translated } from "@/lib/messages";
import type en from "../en/tokens";

export default {
  lead: "Für Skripte und andere Programme, die für dich handeln. Wer eins hat, darf, was es erlaubt.",
  listTitle: "Deine Tokens",
  make: "Neues Token",
  makeIt: "Token machen",
  nothing: "Noch keine Tokens.",
  name: "Name",
  nameHint: "Für welches Programm es ist.",
  scopes: "Es darf",
  scope: {
    read: { name: "lesen", hint: "alles in deinem Konto" },
    "tasks:write": { name: "Aufgaben ändern", hint: "auch Projekte, Labels und Einstellungen" },
    feeds: { name: "Kalender-Feeds machen", hint: "und ihnen andere Adressen geben" },
    mcp: { name: "einen Assistenten verbinden (MCP)", hint: "zusammen mit den ersten beiden" },
    ops: { name: "das System betreuen", hint: "nur für Betreiber dieses Servers" },
  },
  ends: "Es endet",
  days: (count) => (count === 365 ? "nach einem Jahr" : `nach ${count} Tagen`),
  noEnd: "nie",
  until: (when) => `gültig bis ${when}`,
  used: (when) => `zuletzt benutzt: ${when}`,
  neverUsed: "noch nie benutzt",
  madeTitle: (name) => `Dein Token „${name}“`,
  token: "Token",
  howTo: "Programme senden es als „Authorization: Bearer …“.",
  revoke: "Widerrufen",
  revokeOf: (name) => `${name} widerrufen`,
  revokeTitle: (name) => `Token „${name}“ widerrufen?`,
  revokeText:
    "Programme, die es benutzen, werden in Sekunden abgewiesen. Das lässt sich nicht zurücknehmen.",
} satisfies Translated<typeof en>;

import type { Translated } from "@/lib/messages";
import type en from "../en/core";
import { mistakes, problems } from "../problems.de";

export default {
  close: "Schließen",
  cancel: "Abbrechen",
  save: "Speichern",
  retry: "Erneut versuchen",
  undo: "Rückgängig",
  loading: "Wird geladen",
  notification: "Meldung",
  skipToContent: "Zum Inhalt springen",
  mainNavigation: "Ansichten",
  add: "Aufgabe hinzufügen",
  palette: "Suche und Befehle",
  keys: "Tasten",
  signOut: "Abmelden",
  showPassword: "Passwort anzeigen",
  hidePassword: "Passwort verbergen",
  theme: "Farben",
  themeSystem: "Wie das Gerät",
  themeLight: "Hell",
  themeDark: "Dunkel",
  settings: "Einstellungen",
  more: "Mehr",
  inbox: "Eingang",
  today: "Heute",
  upcoming: "Demnächst",
  calendar: "Kalender",
  assistant: "Assistent",
  search: "Suche",
  log: "Protokoll",
  trash: "Papierkorb",
  reconnecting: "Verbindung wird wiederhergestellt … Änderungen von anderswo fehlen noch.",
  notFoundTitle: "Diese Seite gibt es nicht",
  notFoundText: "Vielleicht ist die Adresse vertippt, oder was hier war, ist gelöscht.",
  goToToday: "Zu „Heute“",
  unreachable:
    "Der Server ist nicht erreichbar. Prüfe die Verbindung; was du siehst, kann veraltet sein.",
  tooMany: (seconds) => `Zu viele Anfragen. Bitte warte ${seconds} s und versuche es noch einmal.`,
  failed: "Das hat nicht geklappt",
  offlineAsOf: (when) => `Offline – Stand ${when}. Was du hinzufügst, wird später gesendet.`,
  unreachableTitle: "Keine Verbindung zum Server",
  triesAgain: "Diese Seite versucht es von selbst noch einmal.",
  waiting: (seconds) => `Der Server bittet um ${seconds} s Geduld. Dann geht es von selbst weiter.`,
  changedMeanwhile:
    "Das wurde inzwischen anderswo geändert. Du siehst den neuesten Stand, versuche es noch einmal.",
  signedOutMeanwhile: "Deine Sitzung ist zu Ende. Bitte melde dich wieder an.",
  errorTitle: "Auf dieser Seite ist etwas kaputtgegangen",
  errorText:
    "Deine Aufgaben sind sicher: Nur diese Seite ließ sich nicht zeichnen. Versuche es noch einmal oder mach woanders weiter.",
  errorDetails: "Einzelheiten für eine Fehlermeldung",
  reload: "Neu laden",
  newVersionTitle: "Es gibt eine neue Version von Rondel",
  newVersionText:
    "Diese Seite braucht einen Teil der App, der ersetzt wurde. Lade neu, um weiterzumachen.",
  newVersion: "Es gibt eine neue Version von Rondel.",
  sentLater: (count) =>
    count === 1
      ? "Gesendet, was du offline hinzugefügt hast."
      : `${count} Aufgaben gesendet, die du offline hinzugefügt hast.`,
  notTaken: (text) => `Der Server hat „${text}“ nicht angenommen.`,
  problem: (code, said) => problems[code] ?? said,
  mistake: (code, said) => mistakes[code] ?? said,
  requestId: (id) => `Nummer der Anfrage, für die Betreiber dieses Servers: ${id}`,
} satisfies Translated<typeof en>;

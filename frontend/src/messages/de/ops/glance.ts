import { language, plural, type Translated } from "@/lib/messages";
import type en from "../../en/ops/glance";

const number = (value: number): string => value.toLocaleString(language);

export default {
  title: "Auf einen Blick",
  text: "Wird alle zehn Sekunden neu gelesen, solange diese Seite zu sehen ist.",
  moods: { good: "in Ordnung", odd: "nachsehen", bad: "Störung", unknown: "unbekannt" },
  tiles: {
    punctuality: "Gesendete Erinnerungen",
    overdue: "Überfällige Erinnerungen",
    coming: "Nächste zehn Minuten",
    outbox: "Ausgang",
    lanes: "Spuren des Relays",
    schedulers: "Partitionen der Erinnerungen",
    lag: "Rückstand in Kafka",
    letters: "Offenes Unzustellbares",
    live: "Offene Seiten",
  },
  noneSent: "keine verschickt",
  since: (when) => `seit ${when}`,
  oldestWaits: (length) => `verspätet: Die älteste wartet seit ${length}`,
  notSent: (failed, missed) =>
    [
      ...(failed ? [`${number(failed)} gescheitert`] : []),
      ...(missed ? [`${number(missed)} zu spät zum Senden`] : []),
    ].join(", "),
  sentOf: (sent, late) => `${number(sent)} verschickt, ${number(late)} zu spät`,
  p95: (ms) => `95 von 100 innerhalb von ${ms}`,
  percentiles: (p50, p95, p99) => `p50 ${p50} · p95 ${p95} · p99 ${p99}`,
  overdueSince: (when) => `die älteste seit ${when}`,
  noneOverdue: "alle fälligen sind ausgelöst",
  comingText: "Erinnerungen stehen an",
  waiting: (count) =>
    plural(count, { one: "1 Ereignis wartet", other: `${number(count)} Ereignisse warten` }),
  oldest: (age) => `das älteste seit ${age}`,
  nothingWaits: "nichts wartet",
  owned: (owned, total) => `${number(owned)} von ${number(total)}`,
  byProcesses: (count) =>
    plural(count, { one: "bei 1 Prozess", other: `bei ${number(count)} Prozessen` }),
  unowned: (partitions) => `ohne Prozess: ${partitions}`,
  records: (count) => plural(count, { one: "1 Nachricht", other: `${number(count)} Nachrichten` }),
  behind: (group) => `am meisten bei ${group}`,
  ofThisProcess: "beim Prozess der API, der geantwortet hat",
  notConnected: "er folgt Kafka nicht: Seiten sehen keine Änderungen",
  types: (count) =>
    plural(count, { one: "1 Art von Ereignis", other: `${count} Arten von Ereignissen` }),
  kafkaAway: (why) => `Kafka war nicht zu fragen: ${why}. Alles andere ist zu sehen.`,
  databaseSlow:
    "PostgreSQL hat nicht rechtzeitig geantwortet; zu sehen ist nur, was Kafka sagt. Der nächste Blick kommt von selbst.",
  groups: {
    title: "Consumer-Gruppen",
    text: "Was die Broker von jeder Gruppe wissen, auch wenn keiner ihrer Prozesse lebt.",
    members: (count) =>
      count === 0
        ? "kein Prozess"
        : plural(count, { one: "1 Prozess", other: `${number(count)} Prozesse` }),
    rests: "angehalten",
    rebalancing: "Partitionen werden gerade verteilt",
    lag: (count) =>
      count === 0
        ? "nichts wartet"
        : plural(count, {
            one: "1 Nachricht wartet",
            other: `${number(count)} Nachrichten warten`,
          }),
    largest: (count, where) => `am meisten in ${where}: ${number(count)}`,
    rates: (incoming, outgoing) => `${incoming} herein, ${outgoing} heraus je Sekunde`,
    unassigned: (count) =>
      plural(count, {
        one: "1 Partition ohne Prozess",
        other: `${number(count)} Partitionen ohne Prozess`,
      }),
    lastHandled: (when) => `letztes Ereignis bearbeitet ${when}`,
    missing: (topics) => `fehlende Topics: ${topics}`,
    retries: (what) => `für einen neuen Versuch: ${what}`,
    retry: (count, delay) => `${number(count)} nach ${delay}`,
    next: (when) => `nächster Versuch ${when}`,
    show: "Partitionen",
    showOf: (group) => `Partitionen von ${group}`,
    spread: (group) => `Partitionen von ${group}, der größte Rückstand zuerst`,
    partition: "Partition",
    waits: "Wartet",
    age: "Älteste",
    position: "Stelle",
    end: "Ende",
    host: "Prozess auf",
    nobody: "niemand",
  },
  coming: {
    title: "Erinnerungen der nächsten zehn Minuten",
    none: "Keine sind geplant.",
    at: (time, count) => `${time}: ${number(count)}`,
  },
  channels: {
    title: "Kanäle",
    since: (when) => `Was aus Nachrichten seit ${when} wurde.`,
    none: "Nichts wurde verschickt, und nichts ist gescheitert.",
    kinds: {
      email: "E-Mail",
      webhook: "Webhook",
      ntfy: "ntfy",
      gotify: "Gotify",
      telegram: "Telegram",
      apprise: "Apprise",
      removed: "Entfernte Kanäle",
    },
    counts: (sent, failed, sending) =>
      [
        `${number(sent)} verschickt`,
        `${number(failed)} gescheitert`,
        ...(sending ? [`${number(sending)} unterwegs`] : []),
      ].join(", "),
    lastSent: (when) => `zuletzt verschickt ${when}`,
    lastFailed: (when, why) => `zuletzt gescheitert ${when}: ${why}`,
  },
  schedules: {
    name: "Zeitpläne",
    title: "Zeitpläne und Wiederholungen",
    lead: "Was Worker von Zeit zu Zeit von selbst tun. Alles darf jederzeit geschehen, auch zweimal.",
    none: "Noch hat kein Worker gesagt, was er tut. Jeder sagt es bei seinem Start.",
    every: (length) => `alle ${length}`,
    never: "ist noch nicht gelaufen",
    last: (when, length) => `zuletzt ${when}, dauerte ${length}`,
    next: (when) => `als Nächstes ${when}`,
    lateNext: (when) => `war fällig ${when}: kein Prozess des Workers scheint zu leben`,
    outcomes: {
      done: "erledigt",
      put_off: "verschoben: etwas Nötiges war nicht da",
      failed: "gescheitert",
    },
    error: (name) => `Fehler: ${name}`,
    run: "Jetzt ausführen",
    runOf: (name) => `${name} jetzt ausführen`,
    asked: "angefordert; ein Worker beginnt innerhalb einer Sekunde",
    told: (name) => `${name} läuft, sobald der Worker es sieht.`,
    does: {
      overdue: "überspringt, was Regel oder Urlaub überspringen, und bringt, was bleibt",
      reconcile: "vergleicht die Aufträge mit den Erinnerungen und berichtigt, was abweicht",
      prune: (what) => `entfernt, was zu alt ist: ${what}`,
    },
  },
  retries: {
    title: "Wann ein Ereignis noch einmal versucht wird",
    text: "Nach dem letzten Mal ist es unzustellbar. Was auf den nächsten Versuch wartet, steht im Überblick bei seiner Gruppe.",
    here: (tries) => `${tries} Versuche sofort`,
    afterDelays: (delays) => `dann nach ${delays}`,
    inAll: (length) => `${length} insgesamt`,
  },
  missed: {
    title: "Verlorene Erinnerungen",
    text: "Sollten Aufträge von Erinnerungen verloren sein, entstehen sie neu aus der Datenbank, für alle, ein Konto oder eine Zeit. Was verschickt ist, geht nicht noch einmal hinaus. Auf der Kommandozeile des Servers, zuerst ohne etwas zu ändern:",
  },
} satisfies Translated<typeof en>;

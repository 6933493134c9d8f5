import { plural, type Translated } from "@/lib/messages";
import type en from "../en/history";

const days = (count: number): string => plural(count, { one: "1 Tag", other: `${count} Tage` });

export default {
  title: "Verlauf",
  lead: "Wie regelmäßig sie erledigt wird.",
  streak: "In Folge",
  longest: (count) => `längste Folge ${count}`,
  rate30: "Letzte 30 Tage",
  rate90: "Letzte 90 Tage",
  rateNone: "–",
  rateHint: "erledigt von erledigt und verpasst",
  number: (text) => `Nummer ${text.replace(" of ", " von ")}`,
  counts: {
    done: (count) => `${count} erledigt`,
    skipped: (count) => `${count} übersprungen`,
    missed: (count) => `${count} verpasst`,
    moved: (count) => `${count} verschoben`,
  },
  since: (day) => `seit ${day}`,
  year: "Das letzte Jahr, Tag für Tag",
  yearSaid: (done, skipped, missed) =>
    `Das letzte Jahr: ${done} erledigt, ${skipped} übersprungen, ${missed} verpasst.`,
  asTable: "Als Tabelle",
  month: "Monat",
  outcome: {
    open: "Offen",
    done: "Erledigt",
    skipped: "Übersprungen",
    missed: "Verpasst",
    moved: "Verschoben",
  },
  several: (count) => `${count}-mal`,
  slots: "Jedes Mal",
  filter: "Zeigen",
  all: "Alle",
  done: (when) => `Erledigt ${when}`,
  doneLate: (when, count) => `Erledigt ${when}, ${days(count)} zu spät`,
  doneEarly: (when, count) => `Erledigt ${when}, ${days(count)} zu früh`,
  skipped: (when) => `Übersprungen ${when}`,
  skippedPlain: "Übersprungen",
  missed: "Verpasst",
  missedSeveral: (count) => `Verpasst, ${count}-mal bis zum nächsten`,
  moved: "Auf eine andere Zeit verschoben",
  open: "Offen",
  more: "Mehr zeigen",
  whole: "Ganzer Verlauf",
  noneTitle: "Noch kein Verlauf",
  noneText: "Sobald diese Aufgabe einmal erledigt oder verpasst ist, steht es hier.",
  notRepeating: "Diese Aufgabe wiederholt sich nicht, also hat sie keinen Verlauf.",
  noneOfThese: "Keine davon.",
} satisfies Translated<typeof en>;

import { plural, type Translated } from "@/lib/messages";
import type en from "../../en/ops/area";

export default {
  operations: "Betrieb",
  accounts: "Konten",
  back: "Zurück",
  notForYouTitle: "Das ist nichts für dein Konto",
  notForOperators:
    "Hier kümmern sich Betreiber um das System. Ein Administrator kann dein Konto zu einem von ihnen machen.",
  notForAdmins:
    "Hier kümmern sich Administratoren um Konten. Dein Konto ist keines von ihnen.",
  askAgain: "Noch einmal fragen, was ich darf",
  you: "du",
  reason: "Warum",
  reasonHint: "Das steht im Protokoll.",
  asOf: (when) => `Stand ${when}, erneuert sich von selbst.`,
  notFresh: (when) => `Seit ${when} nicht erneuert.`,
  showMore: "Mehr zeigen",
  filter: "Filter",
  apply: "Anwenden",
  clear: "Leeren",
  any: "Beliebig",
  since: "Von",
  until: "Bis",
  details: "Einzelheiten",
  nothingFits: "Nichts passt.",
  clearFilter: "Filter leeren",
  rows: (count) => plural(count, { one: "1 gezeigt", other: `${count} gezeigt` }),
  actions: {
    "worker.paused": "Worker angehalten",
    "worker.resumed": "Worker fortgesetzt",
    "redrive.ordered": "Wiederholung angeordnet",
    "redrive.cancelled": "Wiederholung abgebrochen",
    "dead_letter.shown": "Unzustellbares gelesen",
    "dead_letter.discarded": "Unzustellbares verworfen",
    "user.erased": "Konto von einem Administrator gelöscht",
    "invitation.made": "Einladung ausgestellt",
    "invitation.revoked": "Einladung widerrufen",
  },
} satisfies Translated<typeof en>;

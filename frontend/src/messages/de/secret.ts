import type { Translated } from "@/lib/messages";
import type en from "../en/secret";

export default {
  copy: "Kopieren",
  copied: "Kopiert",
  copyFailed: "Markiere und kopiere es",
  shownOnce:
    "Kopiere es jetzt: Es wird nur dieses eine Mal gezeigt, gespeichert ist nur ein Abdruck davon.",
} satisfies Translated<typeof en>;

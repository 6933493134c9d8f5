import type { Translated } from "@/lib/messages";
import type en from "../en/confirm";

export default {
  title: "Bist du das?",
  text: "Das ändert, wer in dein Konto kommt. Zeig deshalb bitte noch einmal, wer du bist. Es gilt zehn Minuten.",
  password: "Dein Passwort",
  code: "Code aus deiner App",
  confirm: "Weiter",
  passkey: "Passkey verwenden",
  wrong: "Das stimmte nicht. Es wurde nichts geändert.",
  wrongPasskey: "Dieser Passkey gehört nicht zu diesem Konto.",
  throttled: (wait) => `Zu viele Fehlversuche. Versuche es in ${wait} noch einmal.`,
  noWay:
    "Dieses Konto hat weder Passwort noch Passkey. Melde dich noch einmal an und versuche es dann erneut:",
  signInWith: (name) => `Mit ${name} anmelden`,
  secret: {
    copy: "Kopieren",
    copied: "Kopiert",
    copyFailed: "Markiere und kopiere es",
    shownOnce:
      "Kopiere es jetzt: Es wird nur dieses eine Mal gezeigt, gespeichert ist nur ein Abdruck davon.",
  },
} satisfies Translated<typeof en>;

import type { Translated } from "@/lib/messages";
import type en from "../en/auth";

export default {
  signIn: "Anmelden",
  signUp: "Konto anlegen",
  welcomeBack: "Willkommen zurück",
  newHere: "Neu hier?",
  haveAccount: "Schon ein Konto?",
  email: "E-Mail",
  password: "Passwort",
  passwordHint: "Mindestens 10 Zeichen; gut sind vier Wörter.",
  name: "Name",
  nameHint: "So grüßen dich Mails; kann leer bleiben.",
  forgot: "Passwort vergessen?",
  mailSentTitle: "Schau in dein Postfach",
  mailSentText: (email) =>
    `Wir haben einen Link an ${email} geschickt. Öffne ihn, um die Adresse zu bestätigen, dann ist dein Konto fertig.`,
  signedOut: "Du wurdest abgemeldet. Melde dich an, um dort weiterzumachen, wo du warst.",
} satisfies Translated<typeof en>;

import type { Translated } from "@/lib/messages";
import type en from "../en/auth";

export default {
  signIn: "Anmelden",
  signUp: "Konto anlegen",
  signInTo: "Bei Rondel anmelden",
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
  mailSentAgain:
    "Nach ein paar Minuten nichts da? Schau in den Spam-Ordner, oder leg das Konto noch einmal an.",
  signedOut: "Du wurdest abgemeldet. Melde dich an, um dort weiterzumachen, wo du warst.",
  signedOutElsewhere:
    "Du hast dich in einem anderen Tab abgemeldet. Hier geht es weiter, wo du warst.",
  goOn: "Melde dich an, um diese Seite zu sehen.",
  or: "oder",
  usePasskey: "Mit Passkey anmelden",
  signInWith: (name) => `Mit ${name} anmelden`,
  wrongPassword: "Zu dieser Adresse und diesem Passwort gibt es kein Konto.",
  unverified:
    "Deine Adresse ist noch nicht bestätigt. Wir haben dir gerade eine Mail geschickt: Öffne den Link darin, dann bist du angemeldet.",
  throttled: (wait) =>
    `Es gab zu viele Fehlversuche. In ${wait} kannst du es noch einmal versuchen; mit einem Passkey oder einem neuen Passwort per Mail geht es sofort.`,
  throttledOver: "Es gab zu viele Fehlversuche. Jetzt kannst du es noch einmal versuchen.",
  secondStep: "Noch ein Schritt",
  code: "Code aus deiner App",
  codeHint: "Sechs Ziffern, jede halbe Minute neue.",
  recoveryCode: "Wiederherstellungscode",
  recoveryHint: "Einer der zehn, die du aufgehoben hast. Er ist damit verbraucht.",
  useRecovery: "Wiederherstellungscode verwenden",
  useApp: "App verwenden",
  startAgain: "Von vorn beginnen",
  wrongCode:
    "Der Code stimmt nicht. Warte auf den nächsten; nach fünf falschen Codes oder zehn Minuten beginne von vorn.",
  wrongPasskey: "Dieser Passkey öffnet hier kein Konto. Nimm einen anderen oder dein Passwort.",
  noPasskeysHere: "Dieser Server hat keinen Namen und deshalb keine Passkeys. Nimm dein Passwort.",
  closedText: "Dieser Server nimmt keine neuen Konten an. Frag, wer ihn betreibt.",
  invitationNeeded:
    "Neue Konten gibt es hier nur mit Einladung. Frag, wer den Server betreibt; der Link darin führt dich auf die richtige Seite.",
  invitationUsedUp: "Diese Einladung ist verbraucht oder zu alt. Bitte um eine neue.",
} satisfies Translated<typeof en>;

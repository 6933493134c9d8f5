export default {
  title: "Is that you?",
  text: "This changes who can get into your account, so please show again who you are. It counts for ten minutes.",
  password: "Your password",
  code: "Code of your app",
  confirm: "Continue",
  passkey: "Use a passkey",
  wrong: "That was not right. Nothing was changed.",
  wrongPasskey: "This passkey is none of this account.",
  throttled: (wait: string) => `Too many failed tries. Try again in ${wait}.`,
  noWay: "This account has no password and no passkey. Sign in once more, then try again:",
  signInWith: (name: string) => `Sign in with ${name}`,
  secret: {
    copy: "Copy",
    copied: "Copied",
    copyFailed: "Select and copy it",
    shownOnce: "Copy it now: it is shown this once, and only a fingerprint of it is kept.",
  },
};

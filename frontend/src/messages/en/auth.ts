export default {
  signIn: "Sign in",
  signUp: "Create account",
  welcomeBack: "Welcome back",
  newHere: "New here?",
  haveAccount: "Have an account already?",
  email: "Email",
  password: "Password",
  passwordHint: "10 characters or more; four words are a good one.",
  name: "Name",
  nameHint: "How mails greet you; may be left out.",
  forgot: "Forgot your password?",
  mailSentTitle: "Look into your mail",
  mailSentText: (email: string) =>
    `We have sent a link to ${email}. Open it to confirm the address, then your account is ready.`,
  signedOut: "You were signed out. Sign in to go on where you were.",
};

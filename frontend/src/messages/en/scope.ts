export default {
  title: "This task comes back",
  question: "Which of them do you mean?",
  scopes: {
    this: { name: "This one", text: "The others stay as they are, and so do those that come." },
    following: {
      name: "This and the following",
      text: "This one and all that come after it. Earlier ones stay.",
    },
    all: { name: "All of them", text: "Every open one, and all that will come." },
  },
  done: "What is done already never changes.",
  remember: "Do not ask again while this task is open",
};

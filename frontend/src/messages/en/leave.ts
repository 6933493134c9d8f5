export default {
  title: "Leave without saving?",
  text: "What you have changed here is not saved yet.",
  stay: "Stay here",
  leave: "Leave",
};

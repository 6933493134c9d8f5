export default {
  title: "Add task",
  what: "What, and when",
  placeholder: "Water the plants every 3 days at 9am",
  add: "Add",
  added: (title: string) => `Added “${title}”.`,
};

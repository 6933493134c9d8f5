export default {
  title: "Keys",
  groups: {
    app: "Everywhere",
    go: "Go to",
    view: "On this page",
    task: "Tasks",
    add: "While adding",
  },
  addTask: "Add the task, or all of them",
  addAndClose: "Add and close",
  newLine: "Next line: a task of its own",
  notMeant: "Behind a colour: not meant so",
  keepDraft: "Close; the text is kept",
  singleKeys: "Keys without Ctrl or Alt",
  singleKeysMac: "Keys without ⌘ or ⌥",
  singleKeysHint: "Switch them off if you speak your input, or press keys by accident.",
  off: "off",
};

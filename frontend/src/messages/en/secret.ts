export default {
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Select and copy it",
  shownOnce: "Copy it now: it is shown this once, and only a fingerprint of it is kept.",
};

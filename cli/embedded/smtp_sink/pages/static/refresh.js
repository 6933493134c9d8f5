// Keeps the list fresh and shows times in the reader's own zone. The page works without it.
const EVERY_MS = 2000;
const list = document.getElementById("list");
const clear = document.getElementById("clear");

function localTimes(root) {
  const short = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 };
  const day = { year: "numeric", month: "short", day: "numeric" };
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const full = time.className === "full" || at.toDateString() !== today;
    const shape = time.className === "full" ? { ...day, ...short } : full ? day : short;
    time.textContent = at.toLocaleString(undefined, shape);
    time.title = time.dateTime;
  }
}

async function refresh() {
  if (document.hidden) return;
  const state = await (await fetch("/livez")).json();
  const known = list.dataset;
  if (String(state.newest ?? 0) === known.newest && String(state.mails) === known.total) return;
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  localTimes(fresh);
  const focused = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  list.replaceChildren(...fresh.getElementById("list").children);
  known.newest = String(state.newest ?? 0);
  known.total = String(state.mails);
  if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  document.getElementById("count").textContent = fresh.getElementById("count").textContent;
  clear.disabled = state.mails === 0;
}

async function again() {
  try {
    await refresh();
  } catch {
    document.getElementById("count").textContent = "The mail sink does not answer; trying again";
    list.dataset.total = "";
  }
  setTimeout(again, EVERY_MS);
}

clear.addEventListener("click", async () => {
  if (!confirm("Delete every mail?")) return;
  await fetch("/api/mails", { method: "DELETE" });
  location.assign("/");
});
localTimes(document);
setTimeout(again, EVERY_MS);

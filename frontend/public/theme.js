// Before anything is drawn, so that no page flashes in the wrong colours; the policy allows no
// script inside the page.
(() => {
  const chosen = localStorage.getItem("rondel.theme");
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
  document.documentElement.lang = localStorage.getItem("rondel.language") ?? "en";
})();

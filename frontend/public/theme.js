// Before anything is drawn, so that no page flashes in the wrong colours; the policy allows no
// script inside the page.
(() => {
  const chosen = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // private windows may forbid it
    }
  };
  const theme = chosen("rondel.theme");
  const dark =
    theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
  document.documentElement.lang = chosen("rondel.language") ?? "en";
})();

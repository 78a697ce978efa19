/* Light or dark, before anything is drawn: as the system says, until a person chooses. */
"use strict";

const theme = (() => {
  const media = matchMedia("(prefers-color-scheme: light)");
  const listeners = [];
  let chosen = null;
  let printing = false;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    /* Storage may be forbidden: then the choice lasts as long as the page. */
  }

  const current = () => (printing ? "light" : chosen || (media.matches ? "light" : "dark"));

  function apply() {
    document.documentElement.dataset.theme = current();
    listeners.forEach((listener) => listener());
  }

  function choose(name) {
    chosen = name;
    try {
      localStorage.setItem("theme", name);
    } catch {
      /* See above. */
    }
    apply();
  }

  media.addEventListener("change", apply);
  addEventListener("beforeprint", () => ((printing = true), apply()));
  addEventListener("afterprint", () => ((printing = false), apply()));
  apply();
  return { current, choose, onChange: (listener) => listeners.push(listener) };
})();

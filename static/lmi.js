// Makes pages pleasant; every one of them works without it.
(() => {
  "use strict";
  const sent = new WeakSet();

  // A second press of the button sends nothing; the button keeps its name and value for the first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) return event.preventDefault();
    sent.add(form);
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.classList.add("is-sending");
    }
  });

  // Back from the next page, the browser may show this one as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form").forEach((form) => sent.delete(form));
    document.querySelectorAll(".is-sending").forEach((button) => {
      button.removeAttribute("aria-disabled");
      button.classList.remove("is-sending");
    });
  });

  // Long forms say so before what was typed is left behind.
  const changed = new Set();
  const isWatched = (form) => form && form.matches("form[data-warn-unsaved]");
  document.addEventListener("input", (event) => isWatched(event.target.form) && changed.add(event.target.form));
  window.addEventListener("beforeunload", (event) => {
    const left = [...changed].some((form) => form.isConnected && !sent.has(form));
    if (left) event.preventDefault();
  });

  // <input type="checkbox" data-checks="#list input[type=checkbox]"> ticks all of them.
  document.addEventListener("change", (event) => {
    const selector = event.target.dataset.checks;
    if (selector) document.querySelectorAll(selector).forEach((box) => (box.checked = event.target.checked));
  });

  const closeMenus = (except) =>
    document.querySelectorAll(".site-header details[open]").forEach((menu) => {
      if (!menu.contains(except)) menu.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement && document.activeElement.closest(".site-header details[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  const focusErrors = () => {
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
  };
  focusErrors();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.querySelector(".error-summary")) focusErrors();
  });
})();

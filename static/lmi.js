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
    // Who stopped a page that was long in coming may press once more; where a file comes, the page stays.
    const stays = button && button.hasAttribute("data-gives-a-file");
    setTimeout(() => release(form), stays ? 1500 : 10000);
  });

  const release = (form) => {
    sent.delete(form);
    form.querySelectorAll(".is-sending").forEach((button) => {
      button.removeAttribute("aria-disabled");
      button.classList.remove("is-sending");
    });
  };

  // Back from the next page, the browser may show this one as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });

  // Long forms say so before what was typed is left behind; known by id, as htmx puts another in a form's place.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-warn-unsaved]")) changed.add(form.id);
  });
  window.addEventListener("beforeunload", (event) => {
    const forms = [...changed].map((id) => document.getElementById(id));
    if (forms.some((form) => form && !sent.has(form))) event.preventDefault();
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

// While the line is down, what was typed stays on the page and nowhere else; once it is back, the draft is saved.
(() => {
  "use strict";
  const show = (id, shown) => {
    const notice = document.getElementById(id);
    if (notice) notice.hidden = !shown;
  };
  const lost = () => show("offline", true);
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  window.addEventListener("offline", lost);
  document.addEventListener("htmx:responseError", () => show("not-saved", true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    show("offline", false);
    show("not-saved", false);
  });
  window.addEventListener("online", () => {
    show("offline", false);
    document.querySelectorAll("[hx-trigger*=back-online]").forEach((part) => htmx.trigger(part, "back-online"));
  });
})();

// Select2 gives its box no name; the label of the field that it stands for does.
window.addEventListener("load", () => {
  const nameBoxes = () =>
    document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const label = (select.labels && select.labels[0] && select.labels[0].textContent.trim()) || select.name;
      const box = select.nextElementSibling;
      const parts = box ? box.querySelectorAll("[role=combobox], [role=textbox]") : [];
      parts.forEach((part) => part.setAttribute("aria-label", label));
    });
  nameBoxes();
  // On a slow machine a box may come later than the page, as those of added rows always do.
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
});

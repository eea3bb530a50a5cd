// Only comfort: every page works without this file.
(() => {
  const sent = new WeakMap();
  const snapshot = (form) => {
    if (!form) return "";
    const said = new FormData(form);
    said.delete("version");  // counted by the server, not said by the reader
    return new URLSearchParams(said).toString();
  };
  const form = (element) => element?.closest?.("form");


  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const link = event.target.closest("#errors a");
    if (link) {
      const field = document.getElementById(link.hash.slice(1));
      if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); }
    }
  });

  // Unsaved changes: ask before leaving, unless the form is being sent or the draft was saved.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    if (form(event.target)?.hasAttribute("data-guard")) changed.add(form(event.target));
  });
  document.addEventListener("submit", (event) => event.defaultPrevented || changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });

  // An exclusive answer ("none of these") and the others put each other out.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked || !box.name) return;
    form(box)?.querySelectorAll(`[type=checkbox][name="${CSS.escape(box.name)}"]`).forEach((other) => {
      if (other !== box && ("exclusive" in box.dataset || "exclusive" in other.dataset)) other.checked = false;
    });
  }, true);

  // What was typed while an answer was on its way must not be lost: throw that answer away and ask again.
  document.addEventListener("htmx:beforeRequest", ({ detail }) => sent.set(detail.xhr, snapshot(form(detail.elt))));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, requestConfig: { elt } } = event.detail;
    if (target?.id === "questions" && xhr.status === 200 && snapshot(form(elt)) !== sent.get(xhr)) {
      event.detail.shouldSwap = false;
      setTimeout(() => window.htmx.trigger(elt, elt.matches("button") ? "click" : "change"));
    }
  });

  // Logging in again, in another tab, changes the token of every form; the cookie knows the new one.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (token() && detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = token();
  });
  document.addEventListener("submit", ({ target }) => {
    const field = target.querySelector("[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  }, true);

  // Logged out meanwhile: sending the form now would lose its words. Keep the page; try to save once more.
  const loggedOut = new Set();
  document.addEventListener("submit", (event) => {
    if (!loggedOut.has(event.target)) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
    const notice = event.target.querySelector("[data-autosave]");
    notice.tabIndex = -1;
    notice.focus();
  }, true);

  const saved = ({ detail }) => {
    if (!detail.elt.hasAttribute("data-autosave")) return;
    const status = detail.xhr?.status;
    if (status === 401) loggedOut.add(form(detail.elt)); else loggedOut.delete(form(detail.elt));
    if (status === 401) detail.elt.textContent = detail.elt.dataset.loggedOut;
    else if (!detail.successful && ![403, 409, 422].includes(status)) detail.elt.textContent = detail.elt.dataset.failed;
    else if (detail.successful && snapshot(form(detail.elt)) === sent.get(detail.xhr)) changed.delete(form(detail.elt));
  };
  document.addEventListener("htmx:afterRequest", saved);
})();

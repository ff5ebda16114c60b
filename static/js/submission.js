// Makes the form of a sheet smoother: rows, places and themes change without a new page. Without this file everything works the same.
(() => {
  "use strict";
  const STAYS = /^(choose|remove|first|add_row|remove_row|up_row|down_row|find)_/;

  const focus = (form) => {
    const input = form.dataset.focus && document.getElementById(form.dataset.focus);
    if (input) input.focus();
  };

  const replace = (form, html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("step-form");
    if (!fresh) return false;
    form.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    focus(fresh);
    return true;
  };

  const send = async (form, button) => {
    const body = new URLSearchParams(new FormData(form, button));
    form.setAttribute("aria-busy", "true");
    // What would be typed while the answer is on its way would go with the old form.
    form.inert = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
      if (replace(form, await answer.text())) return;
    } catch {
      // A redirection (signed out, sent elsewhere) or a lost connection: the browser does it its own way.
    }
    form.removeAttribute("aria-busy");
    form.inert = false;
    form.dataset.plain = "1";
    form.requestSubmit(button);
  };

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.id !== "step-form" || !submitter || form.dataset.plain || !STAYS.test(submitter.name)) return;
    event.preventDefault();
    if (!form.hasAttribute("aria-busy")) send(form, submitter);
  });

  // In the search box of a picker, Enter searches; it does not leave the page.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "search" || event.target.form?.id !== "step-form") return;
    event.preventDefault();
    event.target.parentElement.querySelector("button").click();
  });

  const form = document.getElementById("step-form");
  if (form) focus(form);
})();

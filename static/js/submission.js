// Makes the form of a sheet smoother: rows, places and themes change without a new page. Without this file everything works the same.
(() => {
  "use strict";
  const STAYS = /^(choose|remove|first|add|centre|add_row|remove_row|up_row|down_row|find)_/;

  // Outside the form, which is drawn anew at each press: what was done is told to screen readers from here.
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);

  const focus = (form) => {
    const input = form.dataset.focus && document.getElementById(form.dataset.focus);
    if (input) input.focus();
  };

  // How much is written, and what is left once the end is near.
  const measure = (text) => {
    const gauge = document.getElementById(`${text.id}-gauge`);
    if (!gauge) return;
    const words = text.value.trim() ? text.value.trim().split(/\s+/).length : 0;
    const left = Number(text.dataset.longest) - text.value.length;
    const near = left < Number(text.dataset.longest) / 5;
    const { wordsOne, wordsMany, left: leftWord, over } = gauge.dataset;
    const number = (value) => value.toLocaleString(document.documentElement.lang);
    const parts = words ? [`${number(words)} ${words > 1 ? wordsMany : wordsOne}`] : [];
    if (near) parts.push(left < 0 ? `${number(-left)} ${over}` : `${number(left)} ${leftWord}`);
    gauge.firstElementChild.textContent = parts.join(", ");
    text.closest(".field").classList.toggle("near", near && left >= 0);
    text.closest(".field").classList.toggle("over", left < 0);
  };
  const count = (form) => form.querySelectorAll("textarea[data-longest]").forEach(measure);

  const replace = (form, html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("step-form");
    if (!fresh) return false;
    form.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    document.dispatchEvent(new Event("sheet:drawn"));
    count(fresh);
    focus(fresh);
    said.textContent = fresh.dataset.said || "";
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
  if (form) {
    count(form);
    focus(form);
  }
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.longest) measure(event.target);
  });
})();

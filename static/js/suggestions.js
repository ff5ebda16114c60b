// Suggests while one types in a search box (form[data-suggestions]). Without this file the form works the same.
(() => {
  "use strict";
  const SHORTEST = 2;
  const WAIT = 180;
  const boxes = new WeakMap();

  const make = (input) => {
    const form = input.form;
    const status = document.createElement("p");
    status.className = "vh";
    status.setAttribute("role", "status");
    form.append(status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    let list = null;
    let active = null;
    let timer = 0;
    let pending = null;

    const options = () => [...list.querySelectorAll("[role=option]")];

    const choose = (option) => {
      active?.setAttribute("aria-selected", "false");
      active = option;
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };

    const close = () => {
      clearTimeout(timer);
      pending?.abort();
      choose(null);
      list?.remove();
      list = null;
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-controls");
    };

    const show = (fresh) => {
      close();
      status.textContent = fresh.dataset.said;
      if (!fresh.children.length) return;
      list = fresh;
      list.id = `${input.id}-suggestions`;
      options().forEach((option, place) => { option.id = `${list.id}-${place}`; });
      // The focus stays where one types.
      list.addEventListener("mousedown", (event) => event.preventDefault());
      input.after(list);
      input.setAttribute("aria-expanded", "true");
      input.setAttribute("aria-controls", list.id);
    };

    const ask = async () => {
      pending?.abort();
      pending = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams(new FormData(form))}`, { signal: pending.signal });
        if (!answer.ok) return close();
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[role=listbox]");
        if (fresh && document.activeElement === input) show(fresh);
      } catch {
        // Asked anew since, or no connection: what one types can be sent all the same.
      }
    };

    const move = (step) => {
      const all = options();
      const place = all.indexOf(active) + step;
      choose(place < -1 ? all.at(-1) : all[place] ?? null);
    };

    return {
      close,
      typed() {
        choose(null);
        clearTimeout(timer);
        if (input.value.trim().length < SHORTEST) return close();
        timer = setTimeout(ask, WAIT);
      },
      pressed(event) {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          if (list) move(event.key === "ArrowDown" ? 1 : -1);
          else if (event.key === "ArrowDown" && input.value.trim().length >= SHORTEST) ask();
          else return;
        } else if (event.key === "Enter" && active) active.click();
        else if (event.key === "Escape" && list) close();
        else return;
        event.preventDefault();
      },
    };
  };

  const box = (target) => {
    if (!target.matches?.("form[data-suggestions] input[type=search]")) return null;
    if (!boxes.has(target)) boxes.set(target, make(target));
    return boxes.get(target);
  };

  document.addEventListener("focusin", (event) => box(event.target));
  document.addEventListener("input", (event) => box(event.target)?.typed());
  document.addEventListener("keydown", (event) => { if (!event.isComposing) box(event.target)?.pressed(event); });
  document.addEventListener("focusout", (event) => box(event.target)?.close());
  document.addEventListener("submit", (event) => { for (const input of event.target.querySelectorAll("[role=combobox]")) box(input)?.close(); });
})();

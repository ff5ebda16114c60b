// Proposes sheets and contents by their titles in fields that take an identifier. Without it, one pastes an address.
(() => {
  "use strict";
  const SHORTEST = 3;
  const WAIT = 200;
  const titles = new Map();
  const lists = new WeakMap();
  let timer = 0;
  let pending = null;
  let made = 0;

  const field = (event) => event.target instanceof HTMLInputElement && event.target.dataset.references ? event.target : null;

  const listOf = (input) => {
    if (!lists.has(input)) {
      const list = document.createElement("datalist");
      const said = document.createElement("output");
      list.id = `references-${made += 1}`;
      said.htmlFor = input.id;
      said.className = "help";
      input.setAttribute("list", list.id);
      input.after(list, said);
      lists.set(input, { list, said });
    }
    return lists.get(input);
  };

  const ask = async (input) => {
    pending?.abort();
    pending = new AbortController();
    try {
      const address = `${input.dataset.references}?${new URLSearchParams({ q: input.value })}`;
      const answer = await fetch(address, { signal: pending.signal });
      if (!answer.ok) return;
      const { found } = await answer.json();
      listOf(input).list.replaceChildren(...found.map(({ identifier, title, label }) => {
        const option = document.createElement("option");
        titles.set(identifier, title);
        option.value = identifier;
        // Browsers keep the options of which the value or the label holds what is typed.
        option.label = `${title} (${label})`;
        return option;
      }));
    } catch {
      // Asked anew since, or no connection: an address can be pasted all the same.
    }
  };

  document.addEventListener("input", (event) => {
    const input = field(event);
    if (!input) return;
    const { said } = listOf(input);
    said.textContent = titles.get(input.value) ?? "";
    clearTimeout(timer);
    if (!said.textContent && input.value.trim().length >= SHORTEST) timer = setTimeout(ask, WAIT, input);
  });
})();

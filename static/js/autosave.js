// Saves what one writes in the form of a sheet by itself, and keeps it in this browser until the site has it. Without this file the buttons save.
(() => {
  "use strict";
  const WAIT = 2500;
  const LONGEST = 20_000;
  const GIVE_UP = 20_000;
  const PAUSES = [5_000, 10_000, 20_000, 40_000, 60_000];
  const KEPT = 7 * 24 * 3600 * 1000;
  const PREFIX = "observatoire:fiche:";
  // What the form says of itself, or asks for, is no part of what is written in it.
  const OWN = /^(csrfmiddlewaretoken|read|form|number|writer|q|(keep|seen|both)_.*)$/;
  const KINDS_WITHOUT_VALUE = new Set(["submit", "button", "reset", "file", "image", "fieldset", "output"]);

  let form = null;
  let saved = "";
  let timer = 0;
  let since = 0;
  let sending = false;
  let failures = 0;
  let closed = false;
  let leaving = false;
  let kind = "";
  let errors = [];

  const same = (value) => value.replace(/\r\n?/g, "\n");
  const signal = () => document.getElementById("saved");
  const own = (name) => form.elements[name];
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? own("csrfmiddlewaretoken").value;

  // --- what is written ---

  const written = () => {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && !OWN.test(name)) found.append(name, same(value));
    return found.toString();
  };

  // The form as the site drew it, whatever was typed before this script came.
  const drawn = () => {
    const found = new URLSearchParams();
    for (const field of form.elements) {
      if (!field.name || field.disabled || OWN.test(field.name) || KINDS_WITHOUT_VALUE.has(field.type)) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.defaultChecked) found.append(field.name, field.value);
      } else if (field.options) {
        const chosen = [...field.options].filter((option) => option.defaultSelected);
        for (const option of chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1)) found.append(field.name, option.value);
      } else found.append(field.name, same(field.defaultValue));
    }
    return found.toString();
  };

  const count = () => {
    own("number").value = String(Number(own("number").value) + 1);
  };

  const body = (text, number) => {
    const all = new URLSearchParams(text);
    for (const name of ["read", "form", "writer"]) all.set(name, own(name).value);
    all.set("number", number);
    return all;
  };

  const post = (address, all, keepalive = false) => fetch(address, {
    method: "POST",
    body: all,
    headers: { "X-CSRFToken": token() },
    redirect: "error",
    keepalive,
    signal: keepalive ? undefined : AbortSignal.timeout(GIVE_UP),
  });

  // --- what is said ---

  const tell = (now, words, link = null) => {
    const place = signal();
    const shown = place.querySelector(".saved-words");
    place.dataset.kind = now;
    shown.textContent = words;
    if (link) {
      const anchor = document.createElement("a");
      [anchor.href, anchor.textContent] = link;
      shown.append(" ", anchor);
    }
    // Read aloud when the news is of another kind than the last one, not at each minute that passes.
    if (now !== kind && now !== "saving") {
      kind = now;
      place.querySelector("[role=status]").textContent = now === "saved" ? place.dataset.again : shown.textContent;
    }
  };

  const drop = (error) => {
    const input = form.querySelector(`[aria-describedby~="${error.id}"]`);
    if (input) {
      input.setAttribute("aria-describedby", input.getAttribute("aria-describedby").split(" ").filter((id) => id !== error.id).join(" "));
      input.removeAttribute("aria-invalid");
    }
    error.closest(".field")?.classList.remove("wrong");
    error.remove();
  };

  const add = ({ input: id, id: errorId, message }) => {
    const input = document.getElementById(id);
    const field = input?.closest(".field");
    const label = field && [...field.querySelectorAll(":scope > :is(legend, label, .help)")].at(-1);
    if (!label) return;
    const error = document.createElement("p");
    error.className = "error";
    error.id = errorId;
    error.textContent = message;
    label.after(error);
    field.classList.add("wrong");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", [errorId, input.getAttribute("aria-describedby")].filter(Boolean).join(" "));
  };

  // An error is said beside its field once one has left it: not while one is still typing there.
  const showErrors = () => {
    const said = new Set(errors.map((error) => error.id));
    for (const error of form.querySelectorAll(".error[id]")) {
      const field = error.closest(".field");
      if (!said.has(error.id) && field?.dataset.edited && !error.closest("#versions")) drop(error);
    }
    for (const error of errors) {
      const zone = document.getElementById(error.input)?.closest(".submission-row, .field");
      if (zone && !zone.contains(document.activeElement) && !document.getElementById(error.id)) add(error);
    }
  };

  const showVersions = (html) => {
    const place = document.getElementById("versions");
    if (place.contains(document.activeElement) || place.querySelector(":checked")) return;
    place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  };

  // --- what this browser keeps ---

  const keyOf = (address) => `${PREFIX}${own("writer").value}:${address}`;

  const keep = () => {
    const text = written();
    if (text === saved) return true;
    const number = Number(own("number").value) + 1;
    try {
      localStorage.setItem(keyOf(signal().dataset.address), JSON.stringify({ at: Date.now(), text, all: body(text, number).toString() }));
      return true;
    } catch {
      return false;
    }
  };

  const forget = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing can have been kept there.
    }
  };

  const keptByHer = () => {
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
        const entry = JSON.parse(localStorage.getItem(key));
        if (!(Date.now() - entry.at < KEPT)) forget(key);
        else if (key.startsWith(keyOf(""))) found.push({ ...entry, key, address: key.slice(keyOf("").length) });
      }
    } catch {
      // No storage, or not as we left it.
    }
    return found;
  };

  // What an earlier visit could not save: the site merges it as any other save, and knows what it has already.
  const bringBack = async () => {
    for (const entry of keptByHer()) {
      const answer = await post(entry.address, new URLSearchParams(entry.all));
      const data = answer.ok ? await answer.json() : null;
      if (!data) continue;
      if (data.late || (!data.errors.length && !data.conflict)) forget(entry.key);
      // Even one that comes late may have come in while this page was on its way.
      if (entry.address === signal().dataset.address && entry.text !== saved && written() === saved) await drawAgain(entry.text);
    }
  };

  const drawAgain = async (text) => {
    const page = await fetch(location.href, { redirect: "error" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("step-form");
    if (!fresh) return;
    form.replaceWith(fresh);
    window.htmx?.process(fresh);
    adopt();
    if (saved === text) tell("back", signal().dataset.back);
  };

  // --- saving ---

  const answered = (data, sent) => {
    if (data.late) return;
    own("read").value = data.read;
    errors = data.errors;
    showErrors();
    showVersions(data.conflict);
    const words = signal().dataset;
    if (data.conflict) tell("choose", words.choose, ["#versions", words.chooseLink]);
    else if (errors.length) tell("except", words.except);
    else if (data.elsewhere) tell("elsewhere", `${data.said}. ${data.elsewhere}`);
    else tell("saved", data.said);
    if (!data.conflict && !errors.length && written() === sent) forget(keyOf(words.address));
  };

  const refused = async (answer) => {
    const words = signal().dataset;
    if (answer.status === 401) {
      // Tried again when one goes on typing, or comes back to this page.
      failures ||= 1;
      return tell("failed", words.signedOut, [words.signInAddress, words.signIn]);
    }
    const data = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.status >= 500 || !data) throw new Error(answer.status);
    closed = true;
    tell("failed", data.said);
  };

  const failed = () => {
    const words = signal().dataset;
    const where = navigator.onLine ? words.failing : words.offline;
    tell("failed", keep() ? where : words.unkept);
    schedule(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
  };

  const save = async (goodbye = false) => {
    clearTimeout(timer);
    timer = since = 0;
    if (!form?.isConnected || closed || leaving || form.hasAttribute("aria-busy") || (sending && !goodbye)) return;
    const sent = written();
    if (sent === saved) return;
    keep();
    count();
    const its = form;
    sending = true;
    if (kind !== "failed") tell("saving", signal().dataset.saving);
    try {
      const answer = await post(signal().dataset.address, body(sent, own("number").value), goodbye);
      if (its !== form) return;
      if (!answer.ok) return await refused(answer);
      failures = 0;
      saved = sent;
      answered(await answer.json(), sent);
    } catch {
      if (its === form && !goodbye) failed();
    } finally {
      sending = false;
      if (its === form && !timer && !failures && !closed && written() !== saved) schedule(WAIT);
    }
  };

  const schedule = (pause) => {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(pause, pause === WAIT ? since + LONGEST - Date.now() : pause)));
  };

  const adopt = () => {
    form = document.getElementById("step-form");
    if (!form || !signal()) return (form = null);
    form.classList.add("saves-itself");
    saved = drawn();
    errors = [];
    closed = leaving = false;
    kind = "";
    if (written() !== saved) schedule(WAIT);
    return form;
  };

  // --- when ---

  document.addEventListener("input", (event) => {
    if (!form?.contains(event.target)) return;
    if (event.target.name.startsWith("both_")) own(event.target.name.replace("both_", "keep_")).value = "both";
    const field = event.target.closest(".field");
    if (field) field.dataset.edited = "1";
    keep();
    schedule(failures ? PAUSES[0] : WAIT);
  });
  document.addEventListener("focusout", () => setTimeout(() => form?.isConnected && showErrors()));
  document.addEventListener("sheet:drawn", () => {
    if (adopt() && written() === saved && !form.querySelector(".error, #versions fieldset")) forget(keyOf(signal().dataset.address));
  });

  // Before submission.js reads the form.
  document.addEventListener("submit", (event) => {
    if (!form || event.target !== form) return;
    keep();
    count();
    own("csrfmiddlewaretoken").value = token();
  }, true);
  document.addEventListener("submit", (event) => {
    if (!form || event.defaultPrevented) return;
    if (event.target === form) leaving = true;
    else if (event.target.action.endsWith("/deconnexion/")) {
      // Signing out leaves nothing behind on this machine.
      save(true);
      leaving = true;
      for (const entry of keptByHer()) forget(entry.key);
    }
  });

  const goodbye = () => {
    if (!form?.isConnected || leaving) return;
    keep();
    save(true);
  };
  window.addEventListener("pagehide", goodbye);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? goodbye() : form && failures && save()));
  window.addEventListener("online", () => form && save());
  window.addEventListener("pageshow", (event) => event.persisted && adopt());
  window.addEventListener("beforeunload", (event) => {
    if (form && !leaving && written() !== saved && !keep()) event.preventDefault();
  });

  if (adopt()) bringBack().catch(() => {});
})();

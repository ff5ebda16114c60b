// Files of a sheet: dropped or chosen, told by name and weight, refused at once when too large. Without this file the inputs work as usual.
(() => {
  "use strict";
  const weight = (bytes) => {
    const [value, unit] = bytes < 1048576 ? [bytes / 1024, "kilobyte"] : [bytes / 1048576, "megabyte"];
    return value.toLocaleString(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 });
  };

  const arm = (zone) => {
    const input = zone.querySelector("input");
    const invite = document.createElement("span");
    invite.className = "soft";
    invite.textContent = zone.dataset.invite;
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    zone.append(invite, said);

    const tell = () => {
      const file = input.files[0];
      said.textContent = "";
      said.className = "";
      if (!file) return;
      const tooLarge = file.size > Number(zone.dataset.most);
      said.textContent = `${tooLarge ? zone.dataset.tooLarge : zone.dataset.ready} ${file.name} (${weight(file.size)})`;
      said.className = tooLarge ? "error" : "";
      if (tooLarge) input.value = "";
    };
    input.addEventListener("change", tell);

    zone.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      input.files = one.files;
      tell();
      input.focus();
    });
  };

  document.querySelectorAll("[data-drop]").forEach(arm);

  // A file dropped beside the frame must not replace the page, and what is typed on it.
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if ([...event.dataTransfer.types].includes("Files") && !event.target.closest("[data-drop]")) event.preventDefault();
    });
  }
})();

// The list of the desk: one box ticks them all, and the number of those ticked is said. Without it, all works by hand.
const form = document.querySelector("[data-desk-together]");
if (form) {
  const all = form.querySelector("[data-desk-all]");
  const boxes = [...form.querySelectorAll("[name=sheets]")];
  const said = form.querySelector("[data-desk-ticked]");
  const panel = said.closest("details");
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    said.textContent = ticked ? `(${ticked})` : "";
    if (ticked) panel.open = true;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    count();
  });
  form.addEventListener("change", count);
  count();
}

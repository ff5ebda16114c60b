// Around allauth's own script for passkeys: shows its buttons where the browser has passkeys, and says when one was not used.
(() => {
  "use strict";
  if (window.PublicKeyCredential) {
    for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const told = document.querySelector("[data-passkey-error]");
    if (told) told.hidden = false;
  });
})();

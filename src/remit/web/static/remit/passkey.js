/* Signing with a passkey: the form asks the browser for a signature over the statement's digest before it is sent. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  let signed = false;
  form.addEventListener("submit", async (event) => {
    if (signed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const told = form.querySelector("[data-told]");
    try {
      const answer = await fetch(form.dataset.passkey, { headers: { Accept: "application/json" } });
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json());
      const credential = await navigator.credentials.get({ publicKey });
      form.elements.method.value = "passkey";
      form.elements.proof.value = JSON.stringify(credential.toJSON());
      signed = true;
      form.requestSubmit();
    } catch (error) {
      told.textContent = `${told.dataset.told} (${error.name})`;
      told.hidden = false;
    }
  }, { capture: true });
})();

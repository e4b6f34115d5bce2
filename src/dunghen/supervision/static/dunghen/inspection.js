// Minutes on a tablet: signatures drawn on the screen; what could not be sent is kept on the tablet and sent once
// when the line is back. The server knows the minutes by their key, so sending them twice keeps them once.
"use strict";
(() => {
  const form = document.getElementById("minutes");
  const outbox = document.getElementById("outbox");
  const address = location.pathname;
  const owner = outbox.dataset.owner;
  const words = (id) => document.getElementById(id).content.cloneNode(true);

  // Signatures
  const pads = new Map();
  const ready = (pad) => {
    const canvas = pad.querySelector("canvas");
    const pen = canvas.getContext("2d");
    const state = { canvas, drawn: false, clear: () => {} };
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [
        ((event.clientX - box.left) * canvas.width) / box.width,
        ((event.clientY - box.top) * canvas.height) / box.height,
      ];
    };
    state.clear = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      Object.assign(pen, { strokeStyle: "#0b2a4a", lineWidth: 3, lineCap: "round", lineJoin: "round" });
      state.drawn = false;
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!event.buttons) return;
      pen.lineTo(...at(event));
      pen.stroke();
      state.drawn = true;
    });
    pad.querySelector("button").addEventListener("click", state.clear);
    state.clear();
    pads.set(pad.dataset.signature, state);
  };
  for (const pad of form.querySelectorAll("[data-signature]")) ready(pad);

  const image = (canvas) => new Promise((done) => canvas.toBlob(done, "image/png"));

  // What is sent: fields, files and signatures as pairs that IndexedDB can hold.
  const gathered = async () => {
    const pairs = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    for (const [name, pad] of pads) {
      if (pad.drawn) pairs.push([name, new File([await image(pad.canvas)], `${name}.png`, { type: "image/png" })]);
    }
    return pairs;
  };

  // The box of what waits
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("bien-ban", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("cho-gui", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const inBox = async (mode, act) => {
    const store = (await opened).transaction("cho-gui", mode).objectStore("cho-gui");
    return new Promise((done, failed) => {
      const asked = act(store);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  };
  const keep = (minutes) => inBox("readwrite", (store) => store.put(minutes));
  const forget = (key) => inBox("readwrite", (store) => store.delete(key));
  const kept = async () => (await inBox("readonly", (store) => store.getAll())).filter((one) => one.owner === owner);

  // The token of the page as it stands now: the one that was kept may be of an earlier sign-in.
  const token = async () => {
    const page = await fetch(address, { cache: "no-store", headers: { "X-Line": "wanted" } });
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    const field = found.querySelector("#minutes [name=csrfmiddlewaretoken]");
    if (page.redirected || !field || found.getElementById("outbox").dataset.owner !== owner) return "";
    return field.value;
  };

  const send = async (pairs, proof) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", proof);
    for (const [name, value] of pairs) body.append(name, value);
    return fetch(address, { method: "POST", body });
  };

  // Only the page of a visit says that the minutes arrived: any other, to sign in again say, leaves them here.
  const arrived = (answer) =>
    answer.ok && answer.redirected && /\/dot-xuat\/\d+\/$/.test(new URL(answer.url).pathname);

  const show = (answer) => {
    const found = new DOMParser().parseFromString(answer, "text/html");
    const notices = [...found.querySelectorAll("main > .notice, #minutes .field-wrong .error")];
    return notices.map((one) => one.textContent.trim().replace(/\s+/g, " ")).join(" ");
  };

  const said = (pairs, name) => (pairs.find(([each]) => each === name) || ["", ""])[1];
  const title = (pairs) => {
    const unit = form.querySelector(`[name=unit] option[value="${CSS.escape(said(pairs, "unit"))}"]`);
    return `${unit ? unit.textContent : ""}, ${said(pairs, "at")}`;
  };

  const line = (minutes) => {
    const part = words("kept-line");
    part.querySelector("[data-what]").textContent = title(minutes.pairs);
    part.querySelector("[data-why]").textContent = minutes.why || "";
    part.querySelector("[data-send]").addEventListener("click", () => sendKept());
    part.querySelector("[data-open]").addEventListener("click", () => reopen(minutes));
    outbox.append(part);
  };
  const list = async () => {
    for (const old of [...outbox.children]) if (!old.dataset.sent) old.remove();
    for (const minutes of await kept()) line(minutes);
  };

  const reopen = (minutes) => {
    for (const [name, value] of minutes.pairs) {
      const field = form.elements.namedItem(name);
      if (field && "value" in field && typeof value === "string") field.value = value;
    }
    form.scrollIntoView();
  };

  const sent = (minutes, where) => {
    const part = words("kept-sent");
    const link = part.querySelector("a");
    link.href = where;
    link.textContent = title(minutes.pairs);
    part.firstElementChild.dataset.sent = "yes";
    outbox.prepend(part);
  };

  let sending = false;
  const sendKept = async () => {
    if (sending) return;
    sending = true;
    try {
      for (const minutes of await kept()) {
        const proof = await token();
        if (!proof) break;
        const answer = await send(minutes.pairs, proof);
        if (arrived(answer)) {
          await forget(minutes.key);
          sent(minutes, answer.url);
        } else if (answer.status === 422) {
          await keep({ ...minutes, why: show(await answer.text()) });
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // still no line: they wait on
    } finally {
      sending = false;
      await list();
    }
  };

  const another = () => {
    form.reset();
    form.elements.namedItem("key").value = crypto.randomUUID();
    for (const pad of pads.values()) pad.clear();
    for (const names of form.querySelectorAll(".drop-list")) names.replaceChildren();
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };

  const setAside = async (pairs) => {
    const live = document.getElementById("live");
    try {
      await keep({ key: said(pairs, "key"), owner, pairs });
      live.replaceChildren(words("kept-here"));
      another();
      await list();
    } catch {
      live.replaceChildren(words("kept-failed"));
      delete form.dataset.sent;
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pairs = await gathered();
    const proof = form.elements.namedItem("csrfmiddlewaretoken").value;
    let answer;
    try {
      answer = await send(pairs, proof);
    } catch {
      await setAside(pairs);
      return;
    }
    if (arrived(answer)) {
      await forget(said(pairs, "key"));
      location.assign(answer.url);
    } else if (answer.status === 422) {
      refuse(await answer.text());
    } else {
      await setAside(pairs); // signed out meanwhile, or the server is down: nothing typed is lost
    }
  });

  // The refused page's messages beside our fields: files and signatures stay as they are.
  const refuse = (text) => {
    const found = new DOMParser().parseFromString(text, "text/html");
    for (const old of form.querySelectorAll(".error")) old.remove();
    for (const wrong of found.querySelectorAll("#minutes .field-wrong")) {
      const field = wrong.querySelector("[name]");
      const ours = field && form.elements.namedItem(field.name);
      const message = wrong.querySelector(".error");
      if (ours && message) ours.closest(".field").insertBefore(document.importNode(message, true), ours);
    }
    const notice = found.querySelector("main > .notice");
    document.getElementById("live").replaceChildren(...(notice ? [document.importNode(notice, true)] : []));
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    (form.querySelector(".error") || document.getElementById("live")).scrollIntoView({ block: "center" });
  };

  // The page itself opens without a line: the worker answers with what is kept here.
  const installed = async () => {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(outbox.dataset.worker);
    const parts = document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]");
    const addresses = [...parts].map((part) => part.href || part.src);
    const icons = [...document.querySelectorAll("use")].map((use) => use.href.baseVal.split("#")[0]);
    const store = await caches.open("bien-ban");
    await store.addAll([...new Set([address, ...addresses, ...icons])]);
  };
  installed().catch(() => {});
  window.addEventListener("online", sendKept);
  list().then(sendKept);
})();

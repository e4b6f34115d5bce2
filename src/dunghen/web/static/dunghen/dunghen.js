// What script adds to pages that work without it: a chosen theme, printing, modal dialogs, the names of
// dropped files, one submission for two clicks, the current tab in sight, and a sentence when the network fails.
"use strict";
(() => {
  const root = document.documentElement;
  const year = 365 * 24 * 3600;

  const showTheme = (theme) => {
    for (const button of document.querySelectorAll("[data-theme-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
    }
  };

  const setTheme = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `theme=${theme};path=/;max-age=${theme ? year : 0};samesite=lax${secure}`;
    showTheme(theme);
  };

  const dialogOf = (link) => {
    const found = document.getElementById(link.hash.slice(1));
    return found instanceof HTMLDialogElement ? found : null;
  };

  const openDialog = (link, event) => {
    const dialog = dialogOf(link);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  };

  const closeDialog = (link, event) => {
    const dialog = link.closest("dialog");
    if (!dialog.open) return;
    event.preventDefault();
    dialog.close();
  };

  document.addEventListener("click", (event) => {
    const from = (selector) => event.target.closest(selector);
    const theme = from("[data-theme-set]");
    if (theme) setTheme(theme.dataset.themeSet);
    if (from("[data-print]")) window.print();
    const opener = from("a[data-dialog-open]");
    if (opener) openDialog(opener, event);
    const closer = from("a[data-dialog-close]");
    if (closer) closeDialog(closer, event);
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A second click while the answer is on its way must not receive a dossier twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  // A report of a few pages is a small part of a megabyte: “0 MB” would look like an empty file.
  const size = (bytes) => {
    const [whole, unit] = bytes < 1048576 ? [1024, "KB"] : [1048576, "MB"];
    const digits = { maximumFractionDigits: unit === "MB" ? 1 : 0 };
    return `${Math.max(bytes / whole, bytes ? 1 : 0).toLocaleString(root.lang, digits)} ${unit}`;
  };

  const listFiles = (drop) => {
    const input = drop.querySelector("input[type=file]");
    const list = drop.querySelector(".drop-list");
    const limit = Number(drop.dataset.maxMb) * 1048576;
    list.replaceChildren();
    let wrong = "";
    for (const file of input.files) {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${size(file.size)})`;
      list.append(line);
      if (limit && file.size > limit) wrong = drop.dataset.tooLarge;
    }
    input.setCustomValidity(wrong);
    if (wrong) input.reportValidity();
  };

  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const drop = event.target instanceof Element && event.target.closest(".drop");
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("drop-over", kind === "dragover");
      if (kind !== "drop") return;
      const input = drop.querySelector("input[type=file]");
      if (event.dataTransfer.files.length > 1 && !input.multiple) return;
      input.files = event.dataTransfer.files;
      listFiles(drop);
    });
  }
  document.addEventListener("change", (event) => {
    const drop = event.target.closest(".drop");
    if (drop) listFiles(drop);
  });

  const say = (id) => {
    const words = document.getElementById(id);
    const live = document.getElementById("live");
    if (words && live) live.replaceChildren(words.content.cloneNode(true));
  };
  document.addEventListener("htmx:sendError", () => say("no-network"));
  // A refusal says itself what happened; anything else (a proxy's page) gets our own sentence.
  document.addEventListener("htmx:responseError", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const notice = answer.querySelector("body > .notice");
    if (notice) document.getElementById("live").replaceChildren(document.importNode(notice, true));
    else say("no-answer");
  });
  document.addEventListener("htmx:beforeRequest", () => document.getElementById("live").replaceChildren());

  // Where tabs scroll sideways, the one we are on is in sight.
  for (const current of document.querySelectorAll(".nav a[aria-current], .tabs [aria-current]")) {
    const list = current.closest("ul");
    list.scrollLeft = current.offsetLeft - list.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  showTheme(root.dataset.theme || "");
})();

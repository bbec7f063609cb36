// Suggestions while typing: the ARIA combobox pattern with a list of links. Enter without a choice searches.
const DELAY = 150; // milliseconds after the last key

function attach(box) {
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "combobox__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  box.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let timer, asked = "";
  const options = () => [...list.children];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren();
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  async function suggest() {
    asked = input.value.trim();
    if (asked.length < 2) { status.textContent = ""; return close(); }
    const turn = asked;
    const response = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!response?.ok || turn !== asked || document.activeElement !== input) return;
    const { suggestions } = await response.json();
    list.replaceChildren(...suggestions.map(({ label, kind, url }, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      const name = document.createElement("bdi");
      const note = document.createElement("small");
      name.textContent = label;
      note.textContent = kind;
      option.append(name, " ", note);
      return option;
    }));
    const any = suggestions.length > 0;
    list.hidden = !any;
    input.setAttribute("aria-expanded", String(any));
    status.textContent = any ? `${suggestions.length} – ${status.dataset.some}` : status.dataset.none;
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, DELAY); });
  input.addEventListener("blur", () => { clearTimeout(timer); asked = ""; close(); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" && all.length) { event.preventDefault(); choose(all[(at + 1) % all.length]); }
    else if (event.key === "ArrowUp" && all.length) { event.preventDefault(); choose(all.at(at <= 0 ? -1 : at - 1)); }
    else if (event.key === "Enter") {
      clearTimeout(timer);
      if (at >= 0) { event.preventDefault(); location.assign(all[at].dataset.url); }
      asked = "";
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus, so that the list stays open until the click
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

document.querySelectorAll(".combobox").forEach(attach);
document.addEventListener("replaced", (event) => attach(event.target));

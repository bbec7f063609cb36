// Refreshes the list of networks in place: same addresses, same HTML as without this script.
const region = () => document.getElementById("browsing");
const panel = () => document.getElementById("filters");
const DIALOG = [["role", "dialog"], ["aria-modal", "true"], ["aria-labelledby", "filters-heading"]];
const asked = (url) => { const { pathname, search } = new URL(url, location.href); return pathname + search; };
let latest = 0;
let shown = asked(location.href); // what the list answers, or is about to
let isDialog = false;

// On a phone the open panel is a dialog: what is behind it can neither be reached nor read.
function arrange() {
  const { position, display } = getComputedStyle(panel());
  const wasDialog = isDialog;
  isDialog = position === "fixed" && display !== "none";
  for (const element of document.querySelectorAll("[inert]")) element.inert = false;
  for (const [name, value] of DIALOG) isDialog ? panel().setAttribute(name, value) : panel().removeAttribute(name);
  if (isDialog) {
    for (let inner = panel(); inner !== document.body; inner = inner.parentElement)
      for (const other of inner.parentElement.children) other.inert = other !== inner;
  }
  const isLost = isDialog && document.activeElement === document.body; // with what has been replaced
  if (isDialog !== wasDialog || isLost) region().querySelector(isDialog ? ".filters__close" : ".browsing__open a").focus();
}

function close() {
  panel().classList.remove("is-open");
  if (location.hash === "#filters") location.replace("#results");
  arrange();
}

async function show(url, { push = true, focus = "", keepsOpen = false } = {}) {
  const turn = ++latest;
  shown = asked(url);
  region().setAttribute("aria-busy", "true");
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return location.assign(url); // the browser says what is wrong
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (turn !== latest) return; // something newer has been asked meanwhile
  const open = [...region().querySelectorAll("details[open]")].map((details) => details.id);
  const typed = document.activeElement?.name === "q" ? document.activeElement.value : null;
  // The results and the filters are replaced; each status is written into, so that it is read aloud.
  const said = [...region().querySelectorAll("[role=status][id]")].map((status) => {
    const fresh = page.getElementById(status.id);
    fresh.replaceWith(status);
    return () => status.replaceChildren(...fresh.childNodes);
  });
  region().replaceChildren(...page.getElementById("browsing").childNodes);
  for (const say of said) say();
  region().removeAttribute("aria-busy");
  document.title = page.title;
  // The other languages are offered with what is chosen now.
  document.querySelector(".language-menu")?.replaceWith(page.querySelector(".language-menu"));
  // The panel of a phone is open by its address; what has been replaced is no longer what that points at.
  if (keepsOpen) panel().classList.add("is-open");
  arrange();
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (push) history.pushState({ browsing: true }, "", url);
  const target = focus && document.getElementById(focus);
  if (target) target.focus({ preventScroll: focus !== "results" });
  if (typed !== null && target) target.value = typed;
  for (const input of region().querySelectorAll(".combobox")) input.dispatchEvent(new Event("replaced", { bubbles: true }));
}

function address(form) {
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) chosen.append(name, value);
  const { value, defaultValue } = form.elements.q;
  if (value !== defaultValue) chosen.delete("literal"); // other words are searched for as usual
  const query = chosen.toString();
  return form.getAttribute("action") + (query ? `?${query}` : "") + (location.hash === "#filters" ? location.hash : "");
}

document.addEventListener("change", (event) => {
  const { form, name, id } = event.target;
  if (form?.closest("#filters") && name !== "q") show(address(form), { focus: id, keepsOpen: isDialog });
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest("#filters")) return;
  event.preventDefault();
  if (location.hash === "#filters") history.replaceState(history.state, "", location.pathname + location.search);
  show(address(event.target).replace("#filters", ""), { focus: "results" });
});

document.addEventListener("click", (event) => {
  if (event.target.closest(".filters__close")) {
    event.preventDefault();
    return close();
  }
  const link = event.target.closest("#browsing a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const url = new URL(link.href);
  const own = url.pathname === location.pathname && !url.hash && !link.closest(".card");
  if (!own) return;
  event.preventDefault();
  show(link.href, { focus: "results" });
});

// Back and forward lead through what was asked, and through the panel of a phone being open.
addEventListener("popstate", () => {
  const keepsOpen = location.hash === "#filters";
  if (asked(location.href) === shown) return panel().classList.toggle("is-open", keepsOpen);
  show(location.href, { push: false, focus: document.activeElement?.id, keepsOpen });
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !isDialog) return;
  event.preventDefault();
  close();
});

addEventListener("hashchange", arrange);
addEventListener("pageshow", arrange);
matchMedia("(min-width: 60rem)").addEventListener("change", arrange);

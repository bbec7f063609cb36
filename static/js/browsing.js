// Refreshes the list of networks in place: same addresses, same HTML as without this script.
const region = () => document.getElementById("browsing");
let latest = 0;

async function show(url, { push = true, focus = "", panel = false } = {}) {
  const turn = ++latest;
  region().setAttribute("aria-busy", "true");
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return location.assign(url); // the browser says what is wrong
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (turn !== latest) return; // something newer has been asked meanwhile
  const open = [...region().querySelectorAll("details[open]")].map((details) => details.id);
  const typed = document.activeElement?.name === "q" ? document.activeElement.value : null;
  // The results and the filters are replaced; the status is written into, so that it is read aloud.
  const status = document.getElementById("results-status");
  const announced = [...page.getElementById("results-status").childNodes];
  page.getElementById("results-status").replaceWith(status);
  region().replaceChildren(...page.getElementById("browsing").childNodes);
  status.replaceChildren(...announced);
  region().removeAttribute("aria-busy");
  document.title = page.title;
  // The panel of a phone is open by its address; what has been replaced is no longer what that points at.
  if (panel) document.getElementById("filters").classList.add("is-open");
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
  const query = chosen.toString();
  return form.getAttribute("action") + (query ? `?${query}` : "") + (location.hash === "#filters" ? location.hash : "");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#filters");
  const panel = getComputedStyle(form ?? document.body).position === "fixed";
  if (form && event.target.name !== "q") show(address(form), { focus: event.target.id, panel });
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "filters") return;
  event.preventDefault();
  if (location.hash === "#filters") history.replaceState(history.state, "", location.pathname + location.search);
  show(address(event.target).replace("#filters", ""), { focus: "results" });
});

document.addEventListener("click", (event) => {
  if (event.target.closest(".filters__close")) document.getElementById("filters").classList.remove("is-open");
  const link = event.target.closest("#browsing a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const url = new URL(link.href);
  const own = url.pathname === location.pathname && !url.hash && !link.closest(".card");
  if (!own) return;
  event.preventDefault();
  show(link.href, { focus: "results" });
});

addEventListener("popstate", (event) => {
  if (!location.hash) show(location.href, { push: false });
});

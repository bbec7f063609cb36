// Beside a session's time in Morocco, the same moment where the visitor is, when the two differ.
const MOROCCO = "Africa/Casablanca";
const language = document.documentElement.lang;
const format = (moment, timeZone) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone }).format(moment);

for (const time of document.querySelectorAll("[data-visitor-time]")) {
  const moment = new Date(time.dateTime);
  const there = format(moment, undefined);
  const note = time.parentElement.querySelector(".session__visitor-time");
  if (note && there !== format(moment, MOROCCO)) {
    note.querySelector("span").textContent = there;
    note.hidden = false;
  }
}

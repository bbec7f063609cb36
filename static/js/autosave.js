// Once a button has sent the form of a page, an autosave of it that still waits has nothing left to save.
let waiting = null;
let isSent = false;
document.addEventListener("w-autosave:save", (event) => {
  waiting = event;
  if (isSent) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("[data-controller~='w-autosave']")) return;
  isSent = true;
  waiting?.preventDefault(); // Wagtail asks half a second after the event whether it may go
});
addEventListener("pageshow", () => { isSent = false; }); // the browser's way back

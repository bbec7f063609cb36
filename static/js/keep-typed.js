// Whoever changes the language of a page takes along what they have typed: the form's own buttons do that.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".language-menu a[hreflang]");
  const button = link && document.querySelector(`button[value="language"][lang="${link.hreflang}"]`);
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});

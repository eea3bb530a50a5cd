// Keys for who stands three metres away with a remote or a keyboard; every key has a button or a link too.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey) return;
  const link = { Escape: "[data-close]", ArrowLeft: "[data-before]", ArrowRight: "[data-after]" }[event.key];
  if (link) { document.querySelector(link)?.click(); return; }
  if (event.key !== " " || event.target.closest("button, a")) return;
  const control = [...document.querySelectorAll("[data-start], [data-pause]")].find((one) => !one.hidden);
  if (control) { event.preventDefault(); control.click(); }
});

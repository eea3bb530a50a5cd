// Only comfort: a clock that counts down. The page works without it.
for (const timer of document.querySelectorAll(".timer[data-seconds]")) {
  const whole = Number(timer.dataset.seconds);
  const face = timer.querySelector("output");
  const status = timer.querySelector("[role=status]");
  let left = whole, ends = 0, ticking = 0;

  const show = () => { face.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`; };
  const pause = () => { clearInterval(ticking); ticking = 0; };
  const tick = () => {
    left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    show();
    if (left === 0) { pause(); status.textContent = timer.dataset.ready; face.textContent = timer.dataset.ready; }
  };
  const start = () => {
    if (left === 0) left = whole;
    status.textContent = "";
    ends = Date.now() + left * 1000;
    ticking = setInterval(tick, 250);
    show();
  };

  timer.querySelector("[data-start]").addEventListener("click", () => (ticking ? pause() : start()));
  timer.querySelector("[data-again]").addEventListener("click", () => { pause(); left = whole; start(); });
  show();
}

// A guided run through the sets: counts and shows, never judges. The page works without it; sound only when asked.
for (const run of document.querySelectorAll(".run[data-reps]")) {
  const say = run.dataset;
  const [sets, reps, hold, rest, sides] = ["sets", "reps", "hold", "rest", "sides"].map((name) => Number(say[name]));
  const face = run.querySelector("output"), what = run.querySelector(".what"), where = run.querySelector("[role=status]");
  const sound = run.querySelector("[data-sound]");
  const button = (name) => run.querySelector(`[data-${name}]`);
  const PACE = 4, LOOSE = 2, AT_FIRST = face.textContent;  // seconds for one repetition, and between two holds
  let steps = [], step = -1, left = 0, ticking = 0, audio = null;

  const filled = (words, n, all) => words.replace("{n}", n).replace("{all}", all);
  const place = (set, side) => [filled(say.saySet, set, Math.max(1, sets)), side > 1 ? say.saySide : ""].filter(Boolean).join(", ");

  // Each step: what is said, for how many seconds; none means until somebody goes on.
  function planned() {
    const all = [];
    for (let set = 1; set <= Math.max(1, sets); set++) {
      for (let side = 1; side <= sides; side++) {
        for (let rep = 1; rep <= Math.max(1, reps); rep++) {
          const count = reps ? filled(say.sayRep, rep, reps) : "";
          const at = { where: place(set, side), what: hold ? [say.sayHold, count].filter(Boolean).join(". ") : say.sayMove };
          all.push(hold ? { ...at, seconds: hold } : { ...at, seconds: PACE, face: `${rep}/${reps}` });
          if (hold && rep < reps) all.push({ ...at, what: say.sayLoose, seconds: LOOSE });
        }
        if (side < sides) all.push({ where: place(set, side + 1), what: say.sayChange, face: "↔" });
      }
      if (set < sets) all.push(rest ? { where: place(set, 1), what: say.sayRest, seconds: rest } : { where: place(set, 1), what: say.sayOwnRest, face: "…" });
    }
    return all;
  }

  function beep() {
    if (!sound.checked) return;
    audio ??= new AudioContext();
    const tone = audio.createOscillator(), volume = audio.createGain();
    volume.gain.value = 0.2;
    tone.frequency.value = 660;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.15);
  }

  function show() {
    const now = steps[step];
    face.textContent = now.face ?? String(left);
    what.textContent = now.what;
    if (where.textContent !== now.where) where.textContent = now.where;
  }

  const isWaiting = () => steps[step]?.seconds === undefined;
  const pause = () => { clearInterval(ticking); ticking = 0; };
  function go() {
    pause();
    if (!isWaiting()) ticking = setInterval(tick, 1000);
  }

  function next() {
    step += 1;
    if (step >= steps.length) { finish(); return; }
    left = steps[step].seconds ?? 0;
    beep();
    show();
    if (isWaiting()) { pause(); button("skip").focus(); } else if (!ticking) go();
  }

  function tick() {
    left -= 1;
    if (left <= 0) next(); else show();
  }

  function open(isOpen) {
    for (const name of ["pause", "skip", "stop"]) button(name).hidden = !isOpen;
    button("start").hidden = isOpen;
  }

  function finish() {
    stop();
    face.textContent = say.sayReady;
    where.textContent = say.sayReady;
    button("start").focus();
  }

  function stop() {
    pause();
    open(false);
    step = -1;
    face.textContent = AT_FIRST;
    what.textContent = where.textContent = "";
  }

  button("start").addEventListener("click", () => { steps = planned(); step = -1; open(true); button("pause").focus(); next(); });
  button("pause").addEventListener("click", () => { if (isWaiting()) next(); else if (ticking) pause(); else go(); });
  button("skip").addEventListener("click", next);
  button("stop").addEventListener("click", () => { stop(); button("start").focus(); });
}

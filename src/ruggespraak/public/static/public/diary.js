// A diary that lives in this browser. Nothing here speaks to a server: no fetch, no form that is sent, no address.
const diary = document.querySelector("[data-diary]");
if (diary) {
  const KEY = "ruggespraak-diary";
  const say = diary.dataset;
  const find = (name) => diary.querySelector(`[data-${name}]`);
  const form = diary.querySelector("form"), table = find("table"), status = find("status"), day = form.elements.on;
  const names = [...new Set([...form.elements].map((one) => one.name).filter((name) => name && name !== "on"))];

  // ── keeping

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return kept?.version === 1 && typeof kept.days === "object" ? kept : null;
    } catch { return null; }
  }

  function write(days) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ version: 1, days }));
      return true;
    } catch { tell(say.sayNoRoom); return false; }
  }

  function tell(words) {
    status.textContent = words;
    status.hidden = !words;
  }

  // ── days

  const iso = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
  const at = (on) => { const [year, month, date] = on.split("-").map(Number); return new Date(year, month - 1, date); };
  const shown = (on) => at(on).toLocaleDateString(document.documentElement.lang, { weekday: "short", day: "numeric", month: "long" });
  const between = (first, last) => Math.round((at(last) - at(first)) / 86400000);

  function offer() {
    const today = new Date(), before = day.value;
    const days = Array.from({ length: Number(say.daysBack) }, (_one, ago) => iso(new Date(today.getFullYear(), today.getMonth(), today.getDate() - ago)));
    day.replaceChildren(...days.map((on) => new Option(shown(on), on)));
    if (days.includes(before)) day.value = before;
  }

  function fill() {
    const kept = read()?.days[day.value] ?? {};
    for (const one of form.elements) {
      if (one.type === "radio") one.checked = kept[one.name] === one.value;
      else if (names.includes(one.name)) one.value = kept[one.name] ?? "";
    }
  }

  const label = (name, value) => form.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`)?.closest("label").textContent.trim() ?? value;

  // ── drawing

  function draw() {
    const kept = read();
    find("choice").hidden = kept !== null;
    find("open").hidden = kept === null;
    if (kept === null) return;
    const days = Object.keys(kept.days).sort();
    find("empty").hidden = days.length > 0;
    table.hidden = days.length === 0;
    table.tBodies[0].replaceChildren(...days.toReversed().map((on) => row(on, kept.days[on])));
    chart(days.filter((on) => kept.days[on].diary_pain !== undefined).map((on) => ({ on, pain: Number(kept.days[on].diary_pain) })));
  }

  function row(on, said) {
    const line = document.createElement("tr"), head = document.createElement("th");
    head.scope = "row";
    head.textContent = shown(on);
    line.append(head, ...names.map((name) => {
      const cell = document.createElement("td");
      cell.textContent = said[name] === undefined ? "–" : label(name, said[name]);
      return cell;
    }));
    return line;
  }

  function chart(points) {
    const last = points.at(-1), first = points[0], days = first ? between(first.on, last.on) : 0;
    const sheets = [...diary.querySelectorAll("[data-weeks]")];
    const fitting = sheets.find((sheet) => Number(sheet.dataset.weeks) * 7 >= days) ?? sheets.at(-1);
    for (const sheet of sheets) sheet.hidden = sheet !== fitting;
    const picture = fitting.querySelector("svg"), width = Number(fitting.dataset.weeks) * 7;
    picture.querySelectorAll("[data-own]").forEach((one) => one.remove());
    const [left, right, top, bottom] = ["left", "right", "top", "bottom"].map((name) => Number(say[name]));
    const places = points.map(({ on, pain }) => ({ at: between(first.on, on), pain })).filter(({ at }) => at <= width).map(({ at, pain }) =>
      ({ at, x: (left + ((right - left) * at) / width).toFixed(1), y: (bottom - ((bottom - top) * pain) / 10).toFixed(1) }));
    if (places.length) {
      const { x, y } = places.at(-1);
      part(picture, "path", { class: "mine", d: places.map(drawn).join("") });
      part(picture, "circle", { class: "dot", cx: x, cy: y, r: 5.5 });
    }
    const words = !first ? say.sayNone : points.length === 1 ? say.sayOne : say.sayLine;
    find("line").textContent = words.replace("{first}", first?.pain).replace("{last}", last?.pain).replace("{from}", first && shown(first.on)).replace("{to}", last && shown(last.on));
  }

  // A day that was skipped is no part of the line: it stays open there, and a day by itself is a dot.
  function drawn({ at, x, y }, place, places) {
    return at - places[place - 1]?.at === 1 ? `L${x} ${y}` : `M${x} ${y}h0`;
  }

  function part(picture, kind, attributes) {
    const one = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [name, value] of Object.entries({ ...attributes, "data-own": "" })) one.setAttribute(name, value);
    picture.append(one);
  }

  // ── taking along

  function hand(content, kind, ending) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: kind }));
    link.download = `${say.file}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A cell that a spreadsheet would compute gets a quote before it; ours are numbers and words, but files get edited.
  const cell = (words) => `"${String(words).replace(/^([=+\-@])/, "'$1").replaceAll('"', '""')}"`;

  function asTable() {
    const days = read()?.days ?? {};
    const heads = [...table.tHead.rows[0].cells].map((one) => one.textContent);
    const rows = Object.keys(days).sort().map((on) => [on, ...names.map((name) => (days[on][name] === undefined ? "" : label(name, days[on][name])))]);
    return "\uFEFF" + [heads, ...rows].map((one) => one.map(cell).join(";")).join("\r\n") + "\r\n";
  }

  // ── what one can press

  find("yes").addEventListener("click", () => { if (write({})) { tell(""); draw(); offer(); fill(); day.focus(); } });
  day.addEventListener("change", fill);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(form)].filter(([name, value]) => names.includes(name) && value.trim() !== ""));
    const minutes = said.diary_minutes?.trim();
    if (minutes !== undefined && !(/^\d{1,3}$/.test(minutes) && Number(minutes) <= 600)) { tell(say.sayMinutes); form.elements.diary_minutes.focus(); return; }
    if (!Object.keys(said).length) { tell(say.sayNothing); return; }
    const days = read()?.days ?? {};
    if (!write({ ...days, [day.value]: { ...said, ...(minutes === undefined ? {} : { diary_minutes: minutes }) } })) return;
    tell(say.sayKept);
    draw();
  });
  find("csv").addEventListener("click", () => hand(asTable(), "text/csv;charset=utf-8", "csv"));
  find("json").addEventListener("click", () => hand(JSON.stringify(read(), null, 1), "application/json", "json"));
  find("erase").addEventListener("click", (event) => {
    localStorage.removeItem(KEY);
    event.target.closest("details").open = false;
    form.reset();
    tell(say.sayErased);
    draw();
    find("yes").focus();
  });
  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) { draw(); fill(); } });
  offer();
  fill();
  draw();
}

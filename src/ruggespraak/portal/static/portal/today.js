// The page for today, drawn from what this phone keeps. It works the same with and without internet.

import { isDue } from "./due.js";
import * as queue from "./queue.js";
import { content, refresh, sync } from "./sync.js";
import * as vault from "./vault.js";
import { address, day, say, waiting } from "./words.js";

const page = document.getElementById("today");
const part = (name) => page.querySelector(`[data-${name}]`);
const fragment = (html) => document.createRange().createContextualFragment(html);
const today = () => queue.clock().on;

// What was said of an exercise: by the server's last word and by what waits here; the newest of a day counts.
function doneOf(item, said) {
  const days = new Map(item.done.map((one) => [one.on, one]));
  for (const one of said) if (one.kind === "exercise" && one.exercise === item.exercise) days.set(one.on, one);
  return [...days.values()].filter((one) => one.felt !== "not_done");
}

function drawExercise(item, kept) {
  const made = document.getElementById("exercise").content.firstElementChild.cloneNode(true);
  made.append(fragment(item.html));
  made.lang = kept.language;
  made.setAttribute("aria-labelledby", made.querySelector("h3").id);
  const form = made.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(form, event.submitter);
    tapped(item, kept, said.get("felt"), said.get("pain") ? Number(said.get("pain")) : null);
    form.reset();
    made.querySelector("[data-again]").open = false;
    made.querySelector("h3").focus({ preventScroll: true });  // the pressed button goes out of sight
  });
  made.querySelector("[data-undo]").addEventListener("click", () => tapped(item, kept, "not_done", null));
  return made;
}

function showDone(made, done, felt) {
  const now = done.find((one) => one.on === today()), again = made.querySelector("[data-again]");
  for (const name of ["done", "undo", "again"]) made.querySelector(`[data-${name}]`).hidden = !now;
  const form = made.querySelector("[data-log]");
  if (Boolean(now) !== again.contains(form)) now ? again.append(form) : again.before(form);
  if (!now) return;
  const pain = now.pain === null || now.pain === undefined ? "" : `, ${say("pain", now.pain)}`;
  made.querySelector("[data-felt]").textContent = felt[now.felt] + pain;
}

async function tapped(item, kept, felt, pain) {
  const { exercises } = kept;
  const said = { kind: "exercise", exercise: item.exercise, code: item.code, name: item.name, felt, pain };
  const isKept = await queue.add(said);
  const hurts = exercises.highest_pain !== null && pain > exercises.highest_pain;
  await report(!isKept ? say("notKept") : hurts ? `${say("kept")} ${exercises.much_pain}` : say("kept"), hurts);
}

function drawDiary(diary, kept) {
  part("diary").replaceChildren(fragment(diary.html));
  part("diary").lang = kept.language;
  const form = part("diary").querySelector("form"), signs = form.querySelector("[data-signs]");
  const ticked = () => new FormData(form).getAll(diary.signs.question).some((one) => one !== diary.signs.nothing);
  form.addEventListener("change", () => { signs.hidden = !ticked(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = new FormData(form);
    const names = [...new Set(said.keys())].filter((name) => [...said.getAll(name)].some(Boolean));
    if (!names.length) return tell(say("nothingSaid"), true);
    const answers = Object.fromEntries(names.map((name) => [name, said.getAll(name)]));
    const isKept = await queue.add({ kind: "diary", episode: diary.episode, answers });
    await report(say(isKept ? "kept" : "notKept"));
    if (isKept && !ticked()) form.reset();
  });
}

function tell(sentence, isSerious = false) {
  part("says").textContent = sentence;
  part("notice").dataset.tone = isSerious ? "soon" : "moss";
  part("notice").hidden = !sentence;
  if (isSerious) part("notice").scrollIntoView({ block: "nearest" });
}

let cards = [];

async function drawState(ended) {
  const [kept, said] = [await content(), await queue.all()];
  for (const { made, item } of cards) {
    const done = doneOf(item, said);
    showDone(made, done, kept?.exercises?.felt ?? {});
    const isNow = done.some((one) => one.on === today()) || isDue(item.days_a_week, done.map((one) => one.on), today());
    const place = part(isNow ? "now" : "later");
    if (made.parentElement !== place) place.append(made);
  }
  part("rest").hidden = !part("later").children.length;
  part("nothing-now").hidden = !cards.length || part("now").children.length > 0;
  part("diary-said").hidden = !said.some((one) => one.kind === "diary" && one.on === today());
  part("state").textContent = [waiting(ended.waiting), ended.waiting ? say(ended.state) : "", ended.clock].filter(Boolean).join(" ");
  part("log-in").hidden = !(ended.waiting && ended.state === "logged_out");
  part("refused").hidden = !ended.refused.length;
  part("refused-says").textContent = ended.refused.map((one) => `${one.name ?? say(one.kind)}: ${one.refused}`).join(" ");
}

// After a tap, on `online`, and when the page opens: say at once what is kept here, then send it, then say that.
async function report(sentence = "", isSerious = false) {
  if (sentence) tell(sentence, isSerious);
  const items = await queue.waiting();
  await drawState({ state: "sending", waiting: items.length, refused: [], clock: "" });
  const ended = await sync(address("sync"));
  if (ended.sentences.length) tell([sentence, ...new Set(ended.sentences)].join(" "), true);
  await drawState(ended);
  if (ended.state !== "sent") return;
  const before = await content();
  const after = await refresh(address("kept"), { language: document.documentElement.lang, force: items.length > 0 });
  if (after && after.fetched_at !== before?.fetched_at) {
    drawAll(after);
    await drawState(ended);
  }
}

function drawAll(kept) {
  const { exercises, diary } = kept;
  cards.forEach(({ made }) => made.remove());
  cards = (exercises?.items ?? []).map((item) => ({ item, made: drawExercise(item, kept) }));
  part("foot").replaceChildren(fragment(exercises?.foot ?? ""));
  part("foot").lang = kept.language;
  part("foot").hidden = part("exercises").hidden = !exercises;
  part("diary-part").hidden = !diary;
  if (diary && !part("diary").querySelector("form")) drawDiary(diary, kept);
  part("fetched").textContent = day(kept.fetched_at);
}

const isOn = await vault.isOn(), kept = isOn ? await content() : null;
part("off").hidden = isOn;
part("on").hidden = !isOn;
part("empty").hidden = !isOn || Boolean(kept);
if (kept) drawAll(kept);
if (isOn) {
  window.addEventListener("online", () => report());
  await report();
}
page.dataset.ready = "";

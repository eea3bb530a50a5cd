// The sentences of this page's language: the server wrote them into the page.

const written = document.getElementById("phone").dataset;

export const say = (name, count = "") => (written[name] ?? "").replace("{n}", count);

// How many answers wait, in words.
export const waiting = (count) => say(count === 0 ? "allSent" : count === 1 ? "oneWaits" : "manyWait", count);

export const day = (moment) => new Date(moment).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });

// The addresses that this page was given.
export const address = (name) => written[`${name}Url`];

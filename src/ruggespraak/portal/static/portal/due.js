// Whether an exercise is for today: the rule of `is_due` in exercises/doing.py, for a phone that is offline.

const DAY = 24 * 60 * 60 * 1000, WEEK = 7;
const number = (day) => Date.parse(`${day}T00:00:00Z`) / DAY;

// `doneOn`: days (2026-03-09) on which it was done. Not more often than prescribed in seven days, spread over them.
export function isDue(daysAWeek, doneOn, today) {
  const ago = doneOn.map((day) => number(today) - number(day)).filter((days) => days > 0 && days < WEEK);
  const days = new Set(ago);
  if (days.size >= daysAWeek) return false;
  return !days.size || Math.min(...days) >= Math.floor(WEEK / daysAWeek);
}

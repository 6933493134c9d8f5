// JavaScript libraries asked for what they find in sentences: one JSON object a line, in and out.
// Runs by itself where they are installed (package.json beside this file), in the sentences' zone:
// TZ=Europe/Berlin node node_readers.cjs chrono-node < asked.jsonl
"use strict";

const fs = require("node:fs");
const { createRequire } = require("node:module");

const load = createRequire(`${process.cwd()}/`);
const DAYS = { monday: "MO", tuesday: "TU", wednesday: "WE", thursday: "TH", friday: "FR", saturday: "SA", sunday: "SU" };
const NUMBERED = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const UNITS = { day: "DAILY", week: "WEEKLY", month: "MONTHLY", year: "YEARLY", D: "DAILY", W: "WEEKLY", M: "MONTHLY", Y: "YEARLY" };

function place(text, words) {
  const start = Math.max(text.indexOf(words), 0);
  return [start, start + words.length];
}

function chrono() {
  const library = load("chrono-node");
  return ({ text, now, dayFirst }) => {
    const language = dayFirst ? library.en.GB : library.en.casual;
    const found = language.parse(text, now, { forwardDate: true });
    return {
      moments: found.map((one) => one.date()),
      spans: found.map((one) => [one.index, one.index + one.text.length]),
    };
  };
}

// It reads a rule, no sentence: it gets what begins at "every", the whole sentence without one.
function rrule() {
  const { RRule } = load("rrule");
  return ({ text }) => {
    const rule = RRule.fromText(text.slice(Math.max(text.search(/\b(every|each)\b/i), 0)));
    return { rrule: rule.toString().split("\n").pop().replace("RRULE:", "") || null };
  };
}

function sherlock() {
  const library = load("sherlockjs");
  return ({ text, now }) => {
    library._setNow(now);
    const found = library.parse(text);
    return { moments: found.startDate ? [found.startDate] : [], title: found.eventTitle };
  };
}

function compromise() {
  const nlp = load("compromise");
  nlp.plugin(load("compromise-dates"));
  return ({ text, local, dayFirst }) => {
    const context = { today: local, timezone: process.env.TZ, dmy: dayFirst };
    const found = nlp(text).dates(context).json();
    const starts = found.filter((one) => one.dates.start);
    const repeats = found.map((one) => one.dates.repeat).filter(Boolean);
    return {
      moments: starts.map((one) => new Date(one.dates.start)),
      spans: found.map((one) => place(text, one.text)),
      rrule: repeats.length ? repeated(repeats[0]) : null,
    };
  };
}

function repeated({ interval = {}, filter = {} }) {
  const days = Object.keys(filter.weekDays || {}).map((day) => DAYS[day]);
  if (days.length) return `FREQ=WEEKLY;BYDAY=${days.join(",")}`;
  const [unit, count] = Object.entries(interval)[0] || [];
  return UNITS[unit] ? `FREQ=${UNITS[unit]};INTERVAL=${count}` : null;
}

function recognizers() {
  const library = load("@microsoft/recognizers-text-date-time");
  return ({ text, now, dayFirst }) => {
    const found = library.recognizeDateTime(text, dayFirst ? "en-*" : "en-us", undefined, now);
    const values = found.flatMap((one) => (one.resolution ? one.resolution.values : []));
    const sets = values.filter((one) => one.type === "set");
    return {
      moments: values.map((one) => moment(one, now)).filter(Boolean),
      spans: found.map((one) => [one.start, one.end + 1]),
      rrule: sets.length ? timex(sets[0].timex) : null,
    };
  };
}

function moment({ type, value, start }, now) {
  if (type === "date") return new Date(`${value}T00:00`);
  if (type === "datetime") return new Date(value.replace(" ", "T"));
  if (type === "datetimerange" && start) return new Date(start.replace(" ", "T"));
  if (type !== "time") return null;
  const at = new Date(now);
  at.setHours(...value.split(":").map(Number), 0);
  if (at <= now) at.setDate(at.getDate() + 1);
  return at;
}

function timex(text) {
  const day = /^XXXX-WXX-(\d)/.exec(text);
  if (day) return `FREQ=WEEKLY;BYDAY=${NUMBERED[Number(day[1])]}`;
  const period = /^P(\d+)([DWMY])/.exec(text);
  if (period) return `FREQ=${UNITS[period[2]]};INTERVAL=${period[1]}`;
  return text.startsWith("T") ? "FREQ=DAILY" : null;
}

const READERS = {
  "chrono-node": chrono,
  rrule,
  sherlockjs: sherlock,
  "compromise-dates": compromise,
  "recognizers-text": recognizers,
};

function wall(at) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function answer(read, asked) {
  const began = process.hrtime.bigint();
  let found = {};
  let failed = null;
  try {
    found = read(asked);
  } catch (error) {
    failed = error.constructor.name;
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const moments = (found.moments || []).filter((at) => !Number.isNaN(at.getTime())).map(wall);
  return { moments, spans: found.spans || [], rrule: found.rrule || null, title: found.title ?? null, failed, seconds };
}

const lines = fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const all = lines.map((one) => ({ text: one.text, local: one.now, now: new Date(one.now), dayFirst: one.day_first }));
const reader = READERS[process.argv[2]]();
all.slice(0, 20).forEach((asked) => answer(reader, asked));
for (const asked of all) process.stdout.write(`${JSON.stringify(answer(reader, asked))}\n`);

// The commitment as a value: the plan of these days, how it went, and the plans before it. Nothing here knows a page.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { noonOf } from "../../../widgets/static/shared/days.js";

/** @typedef {"tool" | "moment" | "action" | "restart"} PlanWord */
/** @typedef {"done" | "partly" | "not_this_time"} How */
/** @typedef {{ day: string, how: How, at: number }} Went */
/** @typedef {{ [word in PlanWord]: string } & { begun: string, log: Went[] }} Plan */
/** @typedef {{ plan: Plan, before: Plan[] }} Plans */

/** @type {PlanWord[]} */
const PLAN_WORDS = ["tool", "moment", "action", "restart"];
/** @type {How[]} */
export const WENT = ["done", "partly", "not_this_time"];
export const WEEK = 7;

/** @returns {Plan} */
function planBlank() {
  return { tool: "", moment: "", action: "", restart: "", begun: "", log: [] };
}

/** @returns {Plans} */
export function commitmentBlank() {
  return { plan: planBlank(), before: [] };
}

/** @param {unknown} value @returns {value is Plans} */
export function commitmentFits(value) {
  return isNamed(value) && planFits(value.plan) && Array.isArray(value.before) && value.before.every(planFits);
}

/** @param {unknown} plan @returns {plan is Plan} */
function planFits(plan) {
  if (!isNamed(plan) || !Array.isArray(plan.log) || !plan.log.every(wentFits)) return false;
  const texts = PLAN_WORDS.map((name) => plan[name]);
  if (!texts.every((text) => typeof text === "string")) return false;
  return noonOf(plan.begun) !== null || (plan.begun === "" && !texts.some((text) => text.trim()));
}

/** @param {unknown} entry @returns {entry is Went} */
function wentFits(entry) {
  return isNamed(entry) && noonOf(entry.day) !== null && WENT.some((how) => how === entry.how) &&
    Number.isFinite(entry.at);
}

/** @param {Plan} plan */
export function planWritten(plan) {
  return PLAN_WORDS.some((name) => plan[name].trim());
}

// A plan begins on the day on which its first word is written.
/** @param {Plan} plan @param {Partial<Plan>} words @param {string} today @returns {Plan} */
export function planWith(plan, words, today) {
  return { ...plan, ...words, begun: plan.begun || today };
}

// Newest first, by the day it is about and then by when it was noted.
/** @param {Went[]} log */
export function inOrder(log) {
  return [...log].sort((one, other) => (other.day < one.day ? -1 : other.day > one.day ? 1 : other.at - one.at));
}

// Put with the earlier ones, to go on with the same words or with none.
/** @param {Plans} plans @param {{ carry: boolean, today: string }} how @returns {Plans} */
export function nextPlan({ plan, before }, { carry, today }) {
  const { tool, moment, action, restart } = plan;
  const next = carry ? { tool, moment, action, restart, begun: today, log: [] } : planBlank();
  return { plan: next, before: planWritten(plan) ? [plan, ...before] : before };
}

/** @param {Plan} one @param {Plan} other */
function samePlan(one, other) {
  return one.begun === other.begun && PLAN_WORDS.every((name) => one[name] === other[name]);
}

/** @param {Plan} here @param {Plan} found @returns {Plan} */
function planMerged(here, found) {
  const known = here.log.map(({ at }) => at);
  return { ...here, log: [...here.log, ...found.log.filter(({ at }) => !known.includes(at))] };
}

// What was here and what a copy brings: the plan here stays in force, and another one joins those before it.
/** @param {Plans} here @param {Plans} copy @returns {Plans} */
export function commitmentMerged(here, copy) {
  const all = [here.plan, ...here.before];
  const brought = [copy.plan, ...copy.before].filter(planWritten);
  const merged = all.map((plan) => brought.filter((found) => samePlan(plan, found)).reduce(planMerged, plan));
  const others = brought.filter((found) => !all.some((plan) => samePlan(plan, found)));
  const [first, ...more] = others;
  if (!planWritten(here.plan) && first) return { plan: first, before: newestFirst([...merged.slice(1), ...more]) };
  return { plan: merged[0], before: newestFirst([...merged.slice(1), ...others]) };
}

/** @param {Plan[]} plans */
function newestFirst(plans) {
  return [...plans].sort((one, other) => (other.begun < one.begun ? -1 : 1));
}

// The commitment as a value: the plan of these days, how it went, and the plans before it. Nothing here knows a page.

import { noonOf } from "../../../widgets/static/shared/days.js";

const PLAN_WORDS = ["tool", "moment", "action", "restart"];
export const WENT = ["done", "partly", "not_this_time"];
export const WEEK = 7;

function planBlank() {
  return { tool: "", moment: "", action: "", restart: "", begun: "", log: [] };
}

export function commitmentBlank() {
  return { plan: planBlank(), before: [] };
}

export function commitmentFits(value) {
  const { plan, before } = value ?? {};
  return planFits(plan) && Array.isArray(before) && before.every(planFits);
}

function planFits(plan) {
  if (plan === null || typeof plan !== "object" || !Array.isArray(plan.log)) return false;
  if (!PLAN_WORDS.every((name) => typeof plan[name] === "string") || !plan.log.every(wentFits)) return false;
  return noonOf(plan.begun) !== null || (plan.begun === "" && !planWritten(plan));
}

function wentFits(entry) {
  return entry !== null && typeof entry === "object" && noonOf(entry.day) !== null && WENT.includes(entry.how) && Number.isFinite(entry.at);
}

export function planWritten(plan) {
  return PLAN_WORDS.some((name) => plan[name].trim());
}

// A plan begins on the day on which its first word is written.
export function planWith(plan, words, today) {
  return { ...plan, ...words, begun: plan.begun || today };
}

// Newest first, by the day it is about and then by when it was noted.
export function inOrder(log) {
  return [...log].sort((one, other) => (other.day < one.day ? -1 : other.day > one.day ? 1 : other.at - one.at));
}

// Put with the earlier ones, to go on with the same words or with none.
export function nextPlan({ plan, before }, { carry, today }) {
  const { tool, moment, action, restart } = plan;
  const next = carry ? { tool, moment, action, restart, begun: today, log: [] } : planBlank();
  return { plan: next, before: planWritten(plan) ? [plan, ...before] : before };
}

function samePlan(one, other) {
  return one.begun === other.begun && PLAN_WORDS.every((name) => one[name] === other[name]);
}

function planMerged(here, found) {
  const known = here.log.map(({ at }) => at);
  return { ...here, log: [...here.log, ...found.log.filter(({ at }) => !known.includes(at))] };
}

// What was here and what a copy brings: the plan here stays in force, and another one joins those before it.
export function commitmentMerged(here, copy) {
  const all = [here.plan, ...here.before];
  const brought = [copy.plan, ...copy.before].filter(planWritten);
  const merged = all.map((plan) => brought.filter((found) => samePlan(plan, found)).reduce(planMerged, plan));
  const others = brought.filter((found) => !all.some((plan) => samePlan(plan, found)));
  if (!planWritten(here.plan) && others.length) return { plan: others[0], before: newestFirst([...merged.slice(1), ...others.slice(1)]) };
  return { plan: merged[0], before: newestFirst([...merged.slice(1), ...others]) };
}

function newestFirst(plans) {
  return [...plans].sort((one, other) => (other.begun < one.begun ? -1 : 1));
}

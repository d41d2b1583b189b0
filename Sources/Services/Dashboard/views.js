// The pages: board, alerts, teams, agents, reviews, scorecards, and where a number comes from.
import { number } from "./api.js";
import { lineChart, sparkline } from "./charts.js";
import { el, redraw, table } from "./elements.js";
import { amount, clockName, count, duration, figure, isChinese, t, when } from "./words.js";

const TIMELINESS = "clock-timeliness:first-response-human";
const UNANSWERED = "unanswered-rate:first-response-human";
const METRICS = ["conversations", "mean-score", TIMELINESS, "csat-good-rate", "nps", UNANSWERED];
const titles = () => ({
  conversations: t("conversations"), "mean-score": t("meanScore"), [TIMELINESS]: t("timeliness"), "csat-good-rate": t("csat"),
  nps: t("nps"), [UNANSWERED]: t("unanswered"),
});

const link = (...parts) => `#/${parts.map(encodeURIComponent).join("/")}`;
const episodeLink = (value) => link("conversation", value.conversationId, String(value.episode || 1));

/** Whose figures a caller begins with. */
function ownSubject(caller) {
  if (caller.role === "agent") return `agent:${caller.agentId}`;
  return caller.role === "lead" ? `team:${caller.teamIds[0]}` : "all";
}

// MARK: Parts

function tile(label, value, below, href) {
  return el(href ? "a.tile" : "div.tile", { href }, el("div.label", {}, label), el("div.value", {}, value), el("div.below", {}, below || "\u00a0"));
}

function figureTiles(row, subject) {
  const names = titles();
  return METRICS.map((metric, index) => {
    const value = row?.values?.[index];
    const below = [];
    if (metric !== "conversations" && number(value?.counted)) below.push(`${t("of")} ${count(value.counted)}`);
    if (value?.lower !== undefined) below.push(`${amount(value.lower, value.unit)} – ${amount(value.upper, value.unit)}`);
    return tile(names[metric], figure(value), below.join(" · ") || (value?.value === undefined ? t("none") : ""),
      row ? link("explain", metric, subject, row.label) : undefined);
  });
}

export function alertWords(alert) {
  const clock = alert.criterion || alert.figure?.threshold || clockName(alert.clock || "");
  const target = duration(alert.targetMs);
  const step = stepOf(alert);
  if (alert.figure) {
    const { value } = alert.figure;
    const text = value ? (number(value.numerator) / number(value.denominator)).toFixed(3) : "–";
    return `${clock} · ${alert.conversationId} · ${alert.figure.windowLabel}: ${text}`;
  }
  if (alert.criterion) return `${clock}`;
  switch (step) {
    case "APPROACHING": return `${clock}: ${duration(number(alert.deadlineMs) - number(alert.atMs))} ${t("leftOf")} ${target}`;
    case "BREACHED": return `${clock}: ${isChinese() ? `${target}${t("noAnswerIn")}` : `${t("noAnswerIn")} ${target}`}`;
    case "ESCALATED": return `${clock}: +${duration(number(alert.atMs) - number(alert.deadlineMs))}, ${t("told")} ${(alert.receivers || []).join(", ")}`;
    case "CLEARED": return `${clock}: ${t("answeredLate")} ${duration(alert.lateByMs)}`;
    case "RETRACTED": return `${clock}: ${t("timeRetracted")}`;
    default: return clock;
  }
}

export const stepOf = (alert) => (alert.step || "").replace("STEP_", "");
const tone = { BREACHED: "bad", ESCALATED: "bad", RAISED: "bad", APPROACHING: "warn", CLEARED: "good", RETRACTED: "faint" };
export const stepPill = (alert) => el(`span.pill.${tone[stepOf(alert)] || "faint"}`, {}, t(stepOf(alert)));

export function alertItem(ladder, isFresh) {
  const last = ladder.steps[ladder.steps.length - 1];
  const where = last.figure
    ? last.conversationId
    : el("a", { href: episodeLink(last) }, `${last.conversationId}/${last.episode || 1}`);
  return el(isFresh ? "li.fresh" : "li", { "data-conversation": last.conversationId },
    stepPill(last), " ", where, " ", el("span", {}, alertWords(last)),
    el("div.ladder", {},
      ladder.steps.map((step) => el("span", {}, `${when(step.atMs, false)} ${t(stepOf(step))}`)),
      last.agentId ? el("a", { href: link("agent", last.agentId) }, last.agentId) : null,
      last.teamId ? el("span", {}, last.teamId) : null, last.channel ? el("span", {}, last.channel) : null));
}

export const scoreWords = (evaluation) => (evaluation.score === undefined ? "–" : amount(evaluation.score, "score"));

function evaluationTable(id, evaluations) {
  const lost = (evaluation) => [...new Set((evaluation.deductions || []).map((part) => part.criterion))];
  return table({
    id,
    list: [
      { title: t("conversation"), value: (row) => el("a.name", { href: episodeLink(row) }, `${row.conversationId}/${row.episode || 1}`), key: (row) => row.conversationId },
      { title: t("score"), number: true, value: (row) => scoreWords(row), key: (row) => row.score },
      { title: t("agent"), value: (row) => (row.agentId ? el("a", { href: link("agent", row.agentId) }, row.agentId) : "–"), key: (row) => row.agentId || "" },
      { title: t("team"), value: (row) => row.teamId || "–", key: (row) => row.teamId || "" },
      { title: t("channel"), value: (row) => row.channel || "–", key: (row) => row.channel || "" },
      { title: t("ended"), value: (row) => when(row.endedAtMs), key: (row) => number(row.endedAtMs) },
      { title: t("criteria"), value: (row) => el("span.faint", {}, lost(row).slice(0, 4).join(", ") + (lost(row).length > 4 ? " …" : "")) },
    ],
  }, evaluations, t("noEvaluations"));
}

/** The newest revision of each episode, the latest first, at most so many. */
function merged(evaluations, evaluation, most) {
  const rest = evaluations.filter((other) => !(other.conversationId === evaluation.conversationId && (other.episode || 1) === (evaluation.episode || 1)));
  return [evaluation, ...rest].slice(0, most);
}

// MARK: Board

export async function boardPage(context) {
  const subject = ownSubject(context.caller);
  const tiles = el("div.tiles", { id: "tiles" });
  const machine = el("div.tiles");
  const alerts = el("ul.plain.alerts", { id: "alerts" });
  const evaluations = el("div");
  const trends = el("div");
  let ladders = [];
  let latest = [];

  async function readFigures() {
    const [today, hours] = await Promise.all([
      context.call("ListFigures", { subjects: [subject], window: "WINDOW_KIND_DAY", windows: 1, metrics: METRICS }),
      context.call("ListFigures", { subjects: [subject], window: "WINDOW_KIND_HOUR", windows: 24, metrics: METRICS }),
    ]);
    redraw(tiles, ...figureTiles(today.rows?.[0], subject));
    const rows = hours.rows || [];
    trends.replaceChildren(...[1, 2].map((index) => el("section", {},
      el("h2", {}, titles()[METRICS[index]], " ", el("span.sub", {}, t("byHour"))), chart(rows, index))));
  }

  async function readStatus() {
    const status = await context.call("GetStatus");
    const behind = (status.topics || []).reduce((sum, topic) => sum + number(topic.lag), 0);
    const age = number(status.latestEventMs) ? number(status.nowMs) - number(status.latestEventMs) : undefined;
    machine.replaceChildren(
      tile(t("throughput"), amount(status.recordsPerSecond || 0, "rating"), t("perSecond")),
      tile(t("lag"), count(behind), t("records")),
      tile(t("watermark"), age === undefined ? "–" : duration(Math.max(0, age)), when(status.latestEventMs)));
  }

  async function readAlerts() {
    ladders = (await context.call("ListAlerts", { limit: 30 })).alerts || [];
    drawAlerts();
  }

  function drawAlerts(fresh) {
    redraw(alerts, ...(ladders.length
      ? ladders.slice(0, 12).map((ladder) => alertItem(ladder, ladder === fresh)) : [el("li.empty", {}, t("noAlerts"))]));
  }

  async function readEvaluations() {
    latest = (await context.call("ListEvaluations", { limit: 12 })).evaluations || [];
    redraw(evaluations, evaluationTable("latest", latest));
  }

  const drawing = throttle(() => redraw(evaluations, evaluationTable("latest", latest)), 1000);
  const reading = throttle(() => { readFigures(); readStatus(); }, 2000);
  context.listen(({ alert, evaluation }) => {
    if (alert) {
      const found = ladders.find((ladder) => sameAlert(ladder.steps[0], alert));
      const ladder = { steps: [...(found?.steps || []), alert] };
      ladders = [ladder, ...ladders.filter((other) => other !== found)].slice(0, 30);
      drawAlerts(ladder);
    }
    if (evaluation) { latest = merged(latest, evaluation, 12); drawing(); }
    reading();
  });
  context.every(5000, reading);
  await Promise.all([readFigures(), readStatus(), readAlerts(), readEvaluations()]);
  return [
    el("h1", {}, t("board"), " ", el("span.sub", {}, `${t("today")} · ${subject}`)), tiles,
    el("div.columns", {},
      el("div", {}, trends, el("section", {}, el("h2", {}, t("latestEvaluations")), evaluations)),
      el("div", {}, el("section", {}, el("h2", {}, t("latestAlerts")), alerts), machine)),
  ];
}

const sameAlert = (left, right) =>
  ["conversationId", "episode", "clock", "cycle", "criterion"].every((key) => (left[key] || 0) === (right[key] || 0))
  && left.figure?.threshold === right.figure?.threshold && left.figure?.startMs === right.figure?.startMs;

/** At most once in a while, and once more at the end. */
function throttle(body, milliseconds) {
  let timer;
  let isDue = false;
  return () => {
    if (timer) { isDue = true; return; }
    body();
    timer = setTimeout(() => { timer = undefined; if (isDue) { isDue = false; body(); } }, milliseconds);
  };
}

function chart(rows, index) {
  const points = rows.map((row) => ({
    label: row.label.includes("T") ? row.label.slice(11) : row.label.slice(5) || row.label, title: row.label,
    value: row.values?.[index]?.value, lower: row.values?.[index]?.lower, upper: row.values?.[index]?.upper,
  }));
  if (!points.some((point) => point.value !== undefined)) return el("p.empty", {}, t("noFigures"));
  const unit = rows.find((row) => row.values?.[index])?.values[index].unit;
  return lineChart(points, (value) => amount(value, unit), titles()[METRICS[index]] || "");
}

// MARK: Alerts

export async function alertsPage(context) {
  const only = el("input", { type: "checkbox", id: "open-only", onchange: () => read() });
  const list = el("ul.plain.alerts", { id: "alerts" });
  async function read() {
    const ladders = (await context.call("ListAlerts", { limit: 200, openOnly: only.checked })).alerts || [];
    redraw(list, ...(ladders.length ? ladders.map((ladder) => alertItem(ladder)) : [el("li.empty", {}, t("noAlerts"))]));
  }
  const reading = throttle(read, 1500);
  context.listen(({ alert }) => { if (alert) reading(); });
  await read();
  return [el("h1", {}, t("alerts")), el("section", {},
    el("div.row", {}, el("label", { for: "open-only" }, only, t("openOnly"))), list)];
}

// MARK: Subjects

async function subjectTable(context, kind) {
  const { rows = [] } = await context.call("ListFigures", { kind, window: "WINDOW_KIND_DAY", windows: 14, metrics: METRICS });
  const bySubject = new Map();
  for (const row of rows) bySubject.set(row.subject, [...(bySubject.get(row.subject) || []), row]);
  const lines = [...bySubject].map(([subject, days]) => ({ subject, name: subject.slice(kind.length + 1), days, last: days[days.length - 1] }));
  const names = titles();
  return table({
    id: `subjects-${kind}`,
    list: [
      { title: t("name"), value: (row) => el("a", { href: link(kind, row.name) }, row.name), key: (row) => row.name },
      ...METRICS.map((metric, index) => ({
        title: names[metric], number: true,
        value: (row) => el("a", { href: link("explain", metric, row.subject, row.last.label), title: t("explain") }, figure(row.last.values?.[index])),
        key: (row) => row.last.values?.[index]?.value,
      })),
      { title: t("trend"), value: (row) => sparkline(row.days.map((day) => ({ value: day.values?.[1]?.value }))) },
    ],
  }, lines, t("noFigures"));
}

export async function teamsPage(context) {
  const parts = [el("h1", {}, t("teams"), " ", el("span.sub", {}, t("today"))), el("section", {}, await subjectTable(context, "team"))];
  if (context.caller.role === "quality") {
    parts.push(el("section", {}, el("h2", {}, t("channels")), await subjectTable(context, "channel")));
  }
  return parts;
}

export async function agentsPage(context) {
  return [el("h1", {}, t("agents"), " ", el("span.sub", {}, t("today"))), el("section", {}, await subjectTable(context, "agent"))];
}

export const agentPage = (context, name) => subjectPage(context, "agent", name);

export async function subjectPage(context, kind, name) {
  const subject = `${kind}:${name}`;
  const windows = [["WINDOW_KIND_HOUR", 48, "byHour"], ["WINDOW_KIND_DAY", 30, "byDay"], ["WINDOW_KIND_WEEK", 26, "byWeek"], ["WINDOW_KIND_MONTH", 13, "byMonth"]];
  const choice = el("select", { id: "window", onchange: () => draw() }, windows.map(([, , title], index) => el("option", { value: index, selected: index === 0 }, t(title))));
  const tiles = el("div.tiles");
  const charts = el("div.halves");
  const filter = { [`${kind}Ids`]: [name] };
  const evaluationFilter = kind === "channel" ? { channels: [name] } : filter;

  async function draw() {
    const [window, number_] = windows[Number(choice.value)];
    const { rows = [] } = await context.call("ListFigures", { subjects: [subject], window, windows: number_, metrics: METRICS });
    tiles.replaceChildren(...figureTiles(rows[rows.length - 1], subject));
    charts.replaceChildren(...[1, 2, 3, 0].map((index) => el("section", {}, el("h2", {}, titles()[METRICS[index]]), chart(rows, index))));
  }
  const [{ evaluations = [] }, { alerts = [] }] = await Promise.all([
    context.call("ListEvaluations", { filter: evaluationFilter, limit: 50 }),
    context.call("ListAlerts", { filter: evaluationFilter, limit: 20 }), draw(),
  ]);
  return [
    el("h1", {}, name, " ", el("span.sub", {}, t(kind))),
    el("form", { onsubmit: (event) => event.preventDefault() }, el("div.row", {}, el("label", { for: "window" }, t("window"), choice))),
    tiles, charts,
    el("section", {}, el("h2", {}, t("latestEvaluations")), evaluationTable(`of-${kind}`, evaluations)),
    el("section", {}, el("h2", {}, t("latestAlerts")),
      el("ul.plain.alerts", {}, alerts.length ? alerts.map((ladder) => alertItem(ladder)) : el("li.empty", {}, t("noAlerts")))),
  ];
}

// MARK: Where a number comes from

export async function explainPage(context, metric, subject, period) {
  const answer = await context.call("Explain", { metric, subject, period });
  const value = answer.value || {};
  return [
    el("h1", {}, titles()[metric] || metric, " ", el("span.sub", {}, `${subject} · ${period}`)),
    el("section", {}, el("dl.facts", {},
      el("dt", {}, t("figure")), el("dd", {}, el("strong", {}, figure(value)), ` (${t("of")} ${count(value.counted || 0)})`),
      el("dt", {}, t("formula")), el("dd", {}, answer.formula),
      value.lower === undefined ? null : [el("dt", {}, t("interval")), el("dd", {}, `${amount(value.lower, value.unit)} – ${amount(value.upper, value.unit)}`)])),
    el("section", {}, el("h2", {}, t("parts")), table({
      id: "parts",
      list: [
        { title: t("started"), value: (part) => when(part.startMs) }, { title: t("ended"), value: (part) => when(part.endMs) },
        { title: "Σ", number: true, value: (part) => count(part.sum || 0) }, { title: "n", number: true, value: (part) => count(part.counted || 0) },
        { title: t("factsUpTo"), number: true, value: (part) => count(part.nextFactOffset || 0) },
      ],
    }, answer.parts || [], t("noFigures"))),
    el("section", {}, el("h2", {}, t("conversations")), el("ul", {}, (answer.conversations || []).map((episode) =>
      el("li", {}, el("a", { href: episodeLink(episode) }, `${episode.conversationId}/${episode.episode || 1}`))))),
  ];
}

// MARK: Reviews

export const reviewState = (evaluation) => (evaluation.review?.state || "").replace("STATE_", "");

export async function reviewsPage(context) {
  const [{ evaluations = [] }, low] = await Promise.all([
    context.call("ListReviews", { limit: 200 }),
    context.call("ListEvaluations", { filter: { scoreAtMost: 60 }, limit: 30 }),
  ]);
  const queue = table({
    id: "reviews",
    list: [
      { title: t("conversation"), value: (row) => el("a.name", { href: episodeLink(row) }, `${row.conversationId}/${row.episode || 1}`), key: (row) => row.conversationId },
      { title: t("state"), value: (row) => el("span.pill", {}, t(reviewState(row))), key: reviewState },
      { title: t("score"), number: true, value: scoreWords, key: (row) => row.score },
      { title: t("agent"), value: (row) => row.agentId || "–", key: (row) => row.agentId || "" },
      { title: t("ended"), value: (row) => when(row.endedAtMs), key: (row) => number(row.endedAtMs) },
    ],
  }, evaluations, t("noReviews"));
  return [el("h1", {}, t("reviews")), el("section", {}, queue),
    el("section", {}, el("h2", {}, t("worst")), evaluationTable("worst", low.evaluations || []))];
}

// MARK: Scorecards

const money = (cents, currency) => (cents === undefined ? "–" : `${(Number(cents) / 100).toFixed(2)} ${currency || ""}`);
const cardState = (card) => (card.state || "").replace("STATE_", "");

export async function scorecardsPage(context) {
  const { scorecards = [] } = await context.call("ListScorecards", { limit: 1000 });
  const hasPay = scorecards.some((card) => card.totalCents !== undefined);
  const list = [
    { title: t("period"), value: (card) => card.period, key: (card) => card.period },
    { title: t("agent"), value: (card) => card.agentId, key: (card) => card.agentId },
    { title: t("composite"), number: true, value: (card) => (card.compositeHundredths === undefined ? "–" : amount(card.compositeHundredths / 100, "score")), key: (card) => card.compositeHundredths },
    { title: t("grade"), value: (card) => card.grade || "–", key: (card) => card.grade || "" },
    { title: t("state"), value: (card) => el("span.pill", {}, t(cardState(card))), key: cardState },
    { title: t("revision"), number: true, value: (card) => card.revision },
    { title: t("lines"), value: (card) => el("details", {}, el("summary", {}, `${(card.lines || []).length}`), (card.lines || []).map((line) =>
      el("div", {}, `${line.id}: ${line.valueHundredths === undefined ? "–" : amount(line.valueHundredths / 100, "score")} (n = ${line.n || 0}) `, el("span.faint", {}, line.formula || "")))) },
  ];
  if (hasPay) list.push({ title: t("pay"), number: true, value: (card) => money(card.totalCents, card.currency), key: (card) => number(card.totalCents) });
  return [el("h1", {}, t("scorecards")), el("section", {}, table({ id: "scorecards", list }, scorecards, t("noScorecards")))];
}

// One conversation: its dialogue with the evidence, each point with its rule, and the score sheet.
import { number, Refusal } from "./api.js";
import { el, table, toast } from "./elements.js";
import { alertItem, alertWords, reviewState, scoreWords, stepPill } from "./views.js";
import { amount, clockName, duration, pick, t, when } from "./words.js";

export async function conversationPage(context, conversationId, episode) {
  let page;
  try {
    page = await context.call("GetConversation", { conversationId, episode: Number(episode) || 0 });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    return notYet(context, conversationId, Number(episode) || 0);
  }
  const evaluation = page.evaluation;
  const revision = number(evaluation.revision);
  context.listen(({ evaluation: newer }) => {
    if (newer && newer.conversationId === conversationId && (newer.episode || 1) === (evaluation.episode || 1) && number(newer.revision) > revision) {
      toast(`${t("newRevision")}: ${newer.revision}`);
      if (!isBeingWritten()) context.refresh(isBeingWritten);
    }
  });
  const points = page.points || [];
  const head = el("h1", {}, conversationId, " ", el("span.sub", {}, `${t("episode")} ${evaluation.episode || 1} · ${t("revision")} ${revision}`));
  head.dataset.revision = revision;
  return [
    head,
    el("div.columns", {},
      el("div", {}, dialogue(page, points), clocks(evaluation, page.alerts || [])),
      el("div", {}, facts(page, evaluation), pointList(points), dimensions(evaluation), ...items(page), review(context, page))),
  ];
}

/** What there is before an episode is judged: its alerts. The page shows the rest as soon as it is there. */
async function notYet(context, conversationId, episode) {
  context.listen(({ evaluation }) => { if (evaluation?.conversationId === conversationId) context.refresh(); });
  const { alerts = [] } = await context.call("ListAlerts", { limit: 500 });
  const own = alerts.filter(({ steps }) => steps[0].conversationId === conversationId && (!episode || (steps[0].episode || 1) === episode));
  return [
    el("h1", {}, conversationId),
    el("section", { role: "status" }, el("p", {}, own.length ? t("stillRuns") : t("notJudged"))),
    own.length ? el("section", {}, el("h2", {}, t("alerts")), el("ul.plain.alerts", {}, own.map((ladder) => alertItem(ladder)))) : null,
  ].filter(Boolean);
}

/** Whether a review is half written: then the page stays as it is, whatever comes. */
function isBeingWritten() {
  const section = document.getElementById("review");
  return section && !section.dataset.sent
    && [...section.querySelectorAll("input, textarea")].some((field) => field.value !== "");
}

function facts(page, evaluation) {
  const notes = [evaluation.excluded && t("excluded"), evaluation.hasGaps && t("gaps"), (evaluation.fatal || []).length && `${t("fatal")}: ${evaluation.fatal.join(", ")}`].filter(Boolean);
  const rows = [
    [t("score"), el("strong", {}, scoreWords(evaluation))],
    evaluation.humanScore !== undefined && [t("human"), amount(evaluation.humanScore, "score")],
    evaluation.humanScore !== undefined && evaluation.automaticScore !== undefined && [t("automatic"), amount(evaluation.automaticScore, "score")],
    [t("agent"), evaluation.agentId ? el("a", { href: `#/agent/${encodeURIComponent(evaluation.agentId)}` }, evaluation.agentId) : "–"],
    [t("team"), evaluation.teamId || "–"], [t("channel"), evaluation.channel || "–"],
    [t("policy"), `${evaluation.policy} ${evaluation.policyVersion}`],
    [t("started"), when(evaluation.startedAtMs)], [t("ended"), when(evaluation.endedAtMs)],
    (evaluation.surveys || []).length && [t("surveys"), evaluation.surveys.map((answer) => `${answer.programme}: ${answer.rating ?? answer.recommend ?? "–"}`).join(", ")],
    notes.length && [t("note"), notes.join("; ")],
    (page.episodes || []).length > 1 && [t("other"), page.episodes.map((other) => [el("a", { href: `#/conversation/${encodeURIComponent(evaluation.conversationId)}/${other}` }, other), " "])],
  ].filter(Boolean);
  return el("section", {}, el("dl.facts", {}, rows.map(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])));
}

// MARK: Dialogue

function dialogue(page, points) {
  const section = el("section", { id: "dialogue" }, el("h2", {}, t("dialogue")));
  if (page.dialogueMissing) section.append(el("p.empty", {}, page.dialogueMissing));
  for (const entry of page.entries || []) section.append(message(entry));
  return section;
}

const reference = (numbers) => el("sup", {}, numbers.map((point) => el("a", { href: `#point-${point}`, onclick: (event) => light(event, `point-${point}`) }, point)));

function message(entry) {
  const role = entry.role ? t(entry.role === "agent" ? "agentRole" : entry.role) : t("event");
  const head = el("span.who", {}, `${when(entry.atMs, false)} · ${role}${entry.author ? ` ${entry.author}` : ""}${entry.note ? ` · ${pick(entry.note)}` : ""}`,
    (entry.points || []).length ? [" ", el("mark", {}, t("whole")), reference(entry.points)] : null);
  const text = (entry.pieces || []).map((piece) => ((piece.points || []).length
    ? [el("mark", { "data-points": piece.points.join(" ") }, piece.text), reference(piece.points)] : piece.text));
  return el(`div.message.${entry.role || "event"}`, { id: `message-${entry.id}` }, head, text);
}

/** Shows where something is, without leaving the page. */
function light(event, id) {
  event.preventDefault();
  const target = document.getElementById(id);
  if (!target) return;
  document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  target.classList.add("lit");
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.focus({ preventScroll: true });
}

// MARK: Points

function pointList(points) {
  if (!points.length) return el("section", {}, el("h2", {}, t("points")), el("p.good", {}, "100"));
  return el("section", { id: "points" }, el("h2", {}, t("points")), points.map((point) =>
    el(point.points > 0 ? "div.point.won" : "div.point", { id: `point-${point.number}`, tabindex: "-1" },
      el("div.title", {}, `${point.number}. ${pick(point.title)} `, el(point.points > 0 ? "span.good" : "span.bad", {}, (point.points > 0 ? "+" : "") + amount(point.points, "score")),
        point.fatal ? [" ", el("span.pill.bad", {}, t("fatal"))] : null),
      el("div", {}, point.passage ? el("q", {}, point.passage) : null, " ",
        point.messageId ? el("a", { href: `#message-${point.messageId}`, onclick: (event) => light(event, `message-${point.messageId}`) }, point.messageId) : el("span.faint", {}, t("wholeEpisode"))),
      el("div.faint", {}, `${t("rule")}: ${pick(point.rule)}`),
      (point.requirements || []).length ? el("div.faint", {}, `${t("requirements")}: ${point.requirements.join(", ")}`) : null)));
}

function dimensions(evaluation) {
  return el("section", {}, el("h2", {}, t("dimensions")), table({
    id: "dimensions",
    list: [
      { title: t("name"), value: (row) => row.id }, { title: "%", number: true, value: (row) => amount(row.weight || 0, "score") },
      { title: t("score"), number: true, value: (row) => (row.score === undefined ? "–" : amount(row.score, "score")) },
    ],
  }, evaluation.dimensions || [], "–"));
}

function items(page) {
  return [["notApplicable", page.notApplicable], ["forPeople", page.forPeople]].filter(([, list]) => (list || []).length).map(([title, list]) =>
    el("section", {}, el("details", {}, el("summary", {}, `${t(title)} (${list.length})`),
      list.map((item) => el("p", {}, el("strong", {}, pick(item.title)), " ", el("span.faint", {}, pick(item.text)))))));
}

function clocks(evaluation, alerts) {
  if (!(evaluation.clocks || []).length && !alerts.length) return null;
  return el("section", {}, el("h2", {}, t("clocks")), table({
    id: "clocks",
    list: [
      { title: t("what"), value: (row) => `${clockName(row.clock)}${number(row.cycle) > 1 ? ` (${row.cycle})` : ""}` },
      { title: t("state"), value: (row) => { const outcome = (row.outcome || "").replace("OUTCOME_", ""); return el(`span.pill.${outcome === "BREACHED" ? "bad" : outcome === "MET" ? "good" : "faint"}`, {}, t(outcome)); } },
      { title: t("time"), number: true, value: (row) => (row.elapsedMs === undefined ? "–" : duration(row.elapsedMs)) },
      { title: t("most"), number: true, value: (row) => duration(row.targetMs) },
    ],
  }, evaluation.clocks || [], "–"),
  alerts.length ? el("ul.plain.alerts", {}, alerts.map((alert) => el("li", {}, when(alert.atMs, false), " ", stepPill(alert), " ", alertWords(alert)))) : null);
}

// MARK: Reviews

function review(context, page) {
  const evaluation = page.evaluation;
  const state = reviewState(evaluation);
  const section = el("section", { id: "review" }, el("h2", {}, t("reviewState"), state ? [" ", el("span.pill", {}, t(state))] : null));
  const send = async (fields, button) => {
    button.disabled = true;
    try {
      await context.call("SubmitReview", { review: { conversationId: evaluation.conversationId, episode: evaluation.episode || 1, revisionSeen: evaluation.revision, ...fields } });
      section.dataset.sent = "yes";
      toast(t("submitted"));
    } catch (error) {
      button.disabled = false;
      if (!(error instanceof Refusal)) throw error;
      toast(error.message);
    }
  };
  if (context.caller.role === "agent") {
    const note = el("textarea", { id: "note", maxlength: "4000" });
    const steps = [["STEP_ACKNOWLEDGED", "acknowledge"], ["STEP_APPEALED", "appeal"]];
    section.append(el("label", { for: "note" }, t("note")), note, el("div.row", {}, steps.map(([step, title]) =>
      el("button", { type: "button", onclick: (event) => send({ step, note: note.value }, event.currentTarget) }, t(title)))));
    return section;
  }
  section.append(el("details", { id: "sheet", open: ["SAMPLED", "APPEALED"].includes(state) }, el("summary", {}, t("sheet")), sheet(page, state, send)));
  return section;
}

function sheet(page, state, send) {
  const lost = new Map();
  for (const part of page.evaluation.deductions || []) lost.set(part.criterion, (lost.get(part.criterion) || 0) + part.points);
  const rows = (page.rubric || []).filter((item) => number(item.mostHundredths) > 0).map((item) => ({
    item,
    input: el("input", { type: "number", min: "0", max: number(item.mostHundredths) / 100, step: "0.01", "aria-label": pick(item.title), name: item.criterion, placeholder: Math.min(lost.get(item.criterion) || 0, number(item.mostHundredths) / 100).toFixed(2) }),
    reason: el("input", { type: "text", maxlength: "500", "aria-label": `${t("reason")}: ${pick(item.title)}` }),
  }));
  const step = el("select", { id: "step" },
    [["STEP_SCORED", "scored"], ["STEP_CORRECTED", "corrected"], ["STEP_REVIEWED", "reviewed"], ["STEP_APPEAL_ACCEPTED", "accepted"], ["STEP_APPEAL_REJECTED", "rejected"]]
      .map(([value, title]) => el("option", { value, selected: state === "APPEALED" ? value === "STEP_APPEAL_ACCEPTED" : value === "STEP_SCORED" }, t(title))));
  const note = el("textarea", { id: "note", maxlength: "4000" });
  const button = el("button.primary", { type: "submit" }, t("submit"));
  return el("form", {
    onsubmit: (event) => {
      event.preventDefault();
      const needsItems = ["STEP_SCORED", "STEP_CORRECTED", "STEP_APPEAL_ACCEPTED"].includes(step.value);
      const filled = rows.filter((row) => row.input.value !== "");
      // A sheet on which nothing is filled in says that nothing was lost.
      const list = filled.length || step.value !== "STEP_SCORED" ? filled : rows.slice(0, 1);
      const entries = needsItems ? list.map((row) => ({
        criterion: row.item.criterion, pointsLostHundredths: Math.round(Number(row.input.value || 0) * 100), reason: row.reason.value,
      })) : [];
      send({ step: step.value, kind: state === "APPEALED" ? "KIND_APPEAL" : "KIND_SAMPLE", items: entries, note: note.value }, button);
    },
  }, el("p.sub", {}, t("sheetHelp")),
  el("div.row", {}, el("label", { for: "step" }, t("step"), step)),
  el("div.scroll", { tabindex: "0" }, el("table.sheet", {}, el("tbody", {}, rows.map((row) => el("tr", {}, el("td", {}, pick(row.item.title), el("div.faint", {}, `${t("most")} ${amount(number(row.item.mostHundredths) / 100, "score")}`)), el("td", {}, row.input), el("td", {}, row.reason)))))),
  el("label", { for: "note" }, t("note")), note, button);
}

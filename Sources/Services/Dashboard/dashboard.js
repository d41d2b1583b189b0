// The dashboard's frame: who is there, which page, what is live.
import { begin, call, follow, leave, Refusal } from "./api.js";
import { el, toast } from "./elements.js";
import { isChinese, locale, setZone, t, toggleLanguage } from "./words.js";
import { agentPage, agentsPage, alertsPage, boardPage, explainPage, reviewsPage, scorecardsPage, subjectPage, teamsPage } from "./views.js";
import { conversationPage } from "./conversation.js";

const main = document.getElementById("main");
const state = { caller: undefined, status: undefined, ends: [], connection: "connecting", listeners: new Set(), shown: 0 };

const pages = {
  board: { page: boardPage, roles: ["lead", "quality"], key: "b" },
  me: { page: (context) => agentPage(context, context.caller.agentId), roles: ["agent"], key: "b" },
  alerts: { page: alertsPage, roles: ["agent", "lead", "quality"], key: "a" },
  teams: { page: teamsPage, roles: ["lead", "quality"], key: "t" },
  agents: { page: agentsPage, roles: ["lead", "quality"], key: "p" },
  reviews: { page: reviewsPage, roles: ["lead", "quality"], key: "r" },
  scorecards: { page: scorecardsPage, roles: ["agent", "lead", "quality", "payroll"], key: "s" },
};
const details = {
  agent: agentPage, team: (context, name) => subjectPage(context, "team", name),
  channel: (context, name) => subjectPage(context, "channel", name),
  explain: explainPage, conversation: conversationPage,
};

function homeOf(role) { return Object.keys(pages).find((name) => pages[name].roles.includes(role)); }

function frame() {
  document.documentElement.lang = isChinese() ? "zh-Hans" : "en";
  document.getElementById("skip").textContent = t("skip");
  const language = document.getElementById("language");
  language.textContent = t("language");
  language.lang = isChinese() ? "en" : "zh-Hans";
  const role = state.caller?.role;
  const current = location.hash.split("/")[1] || "";
  document.getElementById("nav").replaceChildren(...Object.entries(pages)
    .filter(([, page]) => page.roles.includes(role))
    .map(([name]) => el("a", { href: `#/${name}`, "aria-current": name === current ? "page" : undefined }, t(name))));
  const out = document.getElementById("leave");
  out.textContent = t("leave");
  out.hidden = !state.caller || state.caller.subject === "open";
  showConnection();
}

function showConnection() {
  const element = document.getElementById("connection");
  element.className = `connection ${state.connection === "live" ? "live" : state.connection === "lost" ? "lost" : ""}`;
  element.textContent = state.caller && state.caller.role !== "payroll" ? t(state.connection === "expired" ? "lost" : state.connection) : "";
  element.hidden = !element.textContent;
}

/** What pages get: the caller, calls, and live results while they are shown. */
function context(turn) {
  return {
    caller: state.caller, status: state.status, call,
    /** Is told of live results, {evaluation} or {alert}, while the page is shown. */
    listen(listener) { state.listeners.add(listener); },
    /** Runs now and then while the page is shown. */
    every(milliseconds, body) {
      const timer = setInterval(() => { if (!document.hidden) body(); }, milliseconds);
      state.ends.push(() => clearInterval(timer));
    },
    isCurrent: () => turn === state.shown,
    /** Reads the page again; what was read is not shown when by then it is unwanted. */
    refresh: (isUnwanted) => show(isUnwanted),
  };
}

async function show(isUnwanted = () => false) {
  const turn = state.shown + 1;
  state.shown = turn;
  state.ends.splice(0).forEach((end) => end());
  state.listeners.clear();
  const [, name, ...rest] = location.hash.split("/");
  if (!state.caller) return signIn();
  if (!name) { location.replace(`#/${homeOf(state.caller.role)}`); return undefined; }
  frame();
  const page = Object.hasOwn(pages, name) ? pages[name].page : Object.hasOwn(details, name) ? details[name] : undefined;
  main.setAttribute("aria-busy", "true");
  try {
    const words = rest.map(decodeURIComponent);
    const content = page ? await page(context(turn), ...words) : el("p.empty", {}, t("notFound"));
    if (turn === state.shown && !isUnwanted()) main.replaceChildren(...[content].flat());
  } catch (error) {
    if (turn === state.shown) fail(error);
  }
  main.removeAttribute("aria-busy");
  return undefined;
}

function fail(error) {
  if (error instanceof Refusal && error.status === 401) { state.caller = undefined; signIn(); return; }
  if (!(error instanceof Refusal)) console.error(error);
  const isRestoring = error instanceof Refusal && error.status === 503;
  main.replaceChildren(el("section.error", { role: "alert" },
    el("p", {}, isRestoring ? t("restoring") : t("failed") + (error.message || error)),
    el("button", { type: "button", onclick: () => show() }, t("retry"))));
  if (isRestoring) setTimeout(() => show(), 1500);
}

function signIn(message) {
  frame();
  const input = el("textarea", { id: "token", autocomplete: "off", spellcheck: "false", required: true });
  const problem = el("p.bad", { role: "alert" }, message || "");
  main.replaceChildren(el("section", {}, el("h1", {}, t("signIn")), el("p.sub", {}, t("signInHelp")),
    el("form", {
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await begin(input.value.trim());
          await start();
        } catch (error) { problem.textContent = error.message; }
      },
    }, el("label", { for: "token" }, t("token")), input, problem,
    el("button.primary", { type: "submit" }, t("signIn")))));
  input.focus();
}

let endStreams = [];
function followLive() {
  endStreams.splice(0).forEach((end) => end());
  if (state.caller.role === "payroll") return;
  const note = (connection) => {
    state.connection = connection;
    showConnection();
    if (connection === "expired") { state.caller = undefined; signIn(t("expired")); }
  };
  const tell = (kind) => (message) => {
    note("live");
    for (const listener of state.listeners) listener({ [kind]: message });
  };
  endStreams = [
    follow("WatchAlerts", { options: { heartbeatMs: 15000 } }, tell("alert"), note),
    follow("WatchEvaluations", { options: { heartbeatMs: 15000 } }, tell("evaluation"), note),
  ];
}

async function start() {
  try {
    state.status = await call("GetStatus");
    state.caller = state.status.caller;
    setZone(state.status.zone);
    followLive();
    await show();
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) signIn();
    else { fail(error); setTimeout(start, 3000); }
  }
}

document.getElementById("language").addEventListener("click", () => { toggleLanguage(); show(); });
document.getElementById("leave").addEventListener("click", async () => {
  await leave();
  endStreams.splice(0).forEach((end) => end());
  state.caller = undefined;
  location.hash = "";
  signIn();
});
window.addEventListener("hashchange", () => { show().then(() => main.focus({ preventScroll: true })); window.scrollTo(0, 0); });
window.addEventListener("unhandledrejection", (event) => { if (event.reason instanceof Refusal) toast(event.reason.message); });

let pending = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  if (pending === "g") {
    const found = Object.entries(pages).find(([, page]) => page.key === event.key && page.roles.includes(state.caller?.role));
    if (found) location.hash = `#/${found[0]}`;
    pending = "";
    return;
  }
  pending = event.key === "g" ? "g" : "";
  if (event.key === "l") { toggleLanguage(); show(); }
  if (event.key === "?") toast(t("keys"));
  if (event.key === "j" || event.key === "k") {
    const links = [...main.querySelectorAll("a[href^='#/conversation']")];
    const place = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, place + (event.key === "j" ? 1 : -1)))]?.focus();
  }
});

// A browser has six connections for a site, and every tab has two streams: those that nobody looks at give theirs back.
document.addEventListener("visibilitychange", () => {
  if (!state.caller) return;
  if (document.hidden) { endStreams.splice(0).forEach((end) => end()); return; }
  followLive();
  if (!location.hash.startsWith("#/conversation")) show();
});

document.title = "Assay";
void locale;
start();

// The dashboard's words, in Chinese and English.

const words = {
  board: ["实时看板", "Live board"], alerts: ["预警", "Alerts"], teams: ["团队", "Teams"], agents: ["客服", "Agents"],
  channels: ["渠道", "Channels"], reviews: ["评审", "Reviews"], scorecards: ["绩效卡", "Scorecards"], me: ["我的结果", "My results"],
  skip: ["跳到内容", "Skip to content"], language: ["English", "中文"], leave: ["退出", "Sign out"],
  live: ["实时", "live"], waiting: ["重新连接…", "reconnecting…"], lost: ["连接中断", "connection lost"], connecting: ["连接中…", "connecting…"],
  signIn: ["登录", "Sign in"], token: ["访问令牌", "Access token"],
  signInHelp: ["请粘贴您的访问令牌（JWT）。令牌只保存在此浏览器的受保护 Cookie 中。", "Paste your access token (JWT). It is kept in a protected cookie of this browser only."],
  expired: ["令牌已过期，请重新登录。", "The token has expired: sign in again."],
  restoring: ["网关正在读取已有结果…", "The gateway still reads what there is…"],
  failed: ["无法读取：", "This could not be read: "], retry: ["重试", "Try again"],
  conversations: ["会话", "Conversations"], score: ["得分", "Score"], meanScore: ["平均得分", "Mean score"],
  timeliness: ["首响达标率", "First response in time"], csat: ["满意度", "CSAT"], nps: ["NPS", "NPS"], unanswered: ["未应答率", "Unanswered"],
  throughput: ["吞吐", "Throughput"], perSecond: ["条结果/秒", "results a second"], lag: ["积压", "Lag"], watermark: ["水位时延", "Watermark age"],
  records: ["条", "records"], today: ["今天", "Today"], none: ["无数据", "no data"], of: ["基于", "of"],
  latestAlerts: ["最新预警", "Latest alerts"], latestEvaluations: ["最新评估", "Latest evaluations"], noAlerts: ["没有预警。", "There are no alerts."],
  openOnly: ["仅未解除", "Open only"], all: ["全部", "All"], open: ["未解除", "open"], over: ["已结束", "over"],
  noEvaluations: ["还没有评估。", "There are no evaluations yet."], noFigures: ["还没有数据。", "There are no figures yet."],
  trend: ["趋势", "Trend"], byHour: ["按小时", "By hour"], byDay: ["按天", "By day"], byMonth: ["按月", "By month"], byWeek: ["按周", "By week"],
  window: ["周期", "Window"], figure: ["指标", "Figure"], name: ["名称", "Name"], team: ["团队", "Team"], agent: ["客服", "Agent"], channel: ["渠道", "Channel"],
  time: ["时间", "Time"], what: ["内容", "What"], conversation: ["会话", "Conversation"], lostPoints: ["失分", "Points lost"], criteria: ["失分项", "Criteria lost"],
  explain: ["这个数字怎么来的？", "Where does this number come from?"], formula: ["公式", "Formula"], interval: ["95% 区间", "95 % interval"],
  parts: ["由以下统计汇总", "Sum of these tallies"], factsUpTo: ["事实偏移之前", "facts before offset"], provisional: ["暂定", "provisional"],
  dialogue: ["对话", "Dialogue"], points: ["逐项得失分", "Points, one by one"], awarded: ["加分", "awarded"], rule: ["规则", "Rule"], requirements: ["依据条款", "Requirements"],
  fatal: ["致命项", "fatal"], dimensions: ["维度得分", "Dimensions"], clocks: ["时钟", "Clocks"], notApplicable: ["不适用", "Did not apply"],
  forPeople: ["留待人工评审", "Left to people"], surveys: ["客户评价", "Surveys"], reviewState: ["评审状态", "Review"], revision: ["修订版", "Revision"],
  policy: ["标准", "Policy"], started: ["开始", "Started"], ended: ["结束", "Ended"], automatic: ["自动得分", "Automatic score"], human: ["人工得分", "Human score"],
  episode: ["服务段", "Episode"], excluded: ["不计入客户指标", "not in customer figures"], gaps: ["有事件缺失", "events are missing"],
  sheet: ["评分表", "Score sheet"], sheetHelp: ["每项填写所失分数（总分的分值）。未列出的项不失分。", "Points lost per criterion, of the total. What is left empty lost nothing."],
  reason: ["理由", "Reason"], note: ["备注", "Note"], submit: ["提交", "Submit"], submitted: ["已提交，等待新的修订版…", "Submitted; waiting for the new revision…"],
  newRevision: ["已有新的修订版", "There is a new revision"], startReview: ["评分", "Score it"], appeal: ["申诉", "Appeal"], acknowledge: ["确认", "Acknowledge"],
  noReviews: ["没有待评审的会话。", "Nothing waits for a review."], step: ["步骤", "Step"], scored: ["评分", "Score"], corrected: ["更正", "Correct"], reviewed: ["复核无误", "Confirm as it is"],
  accepted: ["申诉成立", "Accept the appeal"], rejected: ["驳回申诉", "Reject the appeal"], most: ["最多", "at most"],
  period: ["周期", "Period"], composite: ["综合得分", "Composite"], grade: ["等级", "Grade"], state: ["状态", "State"], pay: ["应付", "Pay"], lines: ["指标", "Lines"], noScorecards: ["还没有绩效卡。", "There are no scorecards yet."],
  PROVISIONAL: ["暂定", "provisional"], CLOSED: ["已关账", "closed"], ADJUSTED: ["已调整", "adjusted"],
  APPROACHING: ["即将超时", "deadline near"], BREACHED: ["已超时", "breached"], ESCALATED: ["已升级", "escalated"], CLEARED: ["已解除", "cleared"], RETRACTED: ["已撤回", "retracted"], RAISED: ["已触发", "raised"],
  MET: ["达标", "met"], OPEN: ["进行中", "running"], ABANDONED: ["提前结束", "abandoned"], CANCELLED: ["已取消", "cancelled"],
  SAMPLED: ["已抽中", "drawn"], SCORED: ["已评分", "scored"], DISAGREEMENT: ["评分分歧", "raters disagree"], COMBINED: ["已合并", "combined"], REVIEWED: ["已复核", "confirmed"], CORRECTED: ["已更正", "corrected"], PUBLISHED: ["已公布", "published"],
  ACKNOWLEDGED: ["已确认", "acknowledged"], APPEALED: ["申诉中", "appealed"], APPEAL_ACCEPTED: ["申诉成立", "appeal accepted"], APPEAL_REJECTED: ["申诉驳回", "appeal rejected"],
  customer: ["客户", "customer"], agentRole: ["客服", "agent"], bot: ["机器人", "robot"], system: ["平台", "platform"], event: ["事件", "event"],
  noAnswerIn: ["内未应答", "no answer within"], answeredLate: ["已应答，迟到", "answered, late by"], leftOf: ["后到时，时限", "left of"], told: ["通知", "told"],
  timeRetracted: ["其实按时应答", "answered in time after all"], worst: ["低分会话", "Lowest scores"], keys: ["快捷键：g 加 b、a、t、p、r、s 切换页面；j、k 移动；l 语言", "Keys: g then b, a, t, p, r, s switches pages; j and k move; l language"],
  more: ["更多", "More"], other: ["其他服务段", "Other episodes"], whole: ["整条", "the whole message"], wholeEpisode: ["整段服务", "the episode as a whole"],
  stillRuns: ["此会话仍在进行中：结束并评估后，对话与得分会自动显示。", "This conversation is still going on: its dialogue and its score appear here when it has ended and is judged."],
  notJudged: ["没有此会话的评估，或您无权查看。", "There is no evaluation of this conversation that you may see."],
  notFound: ["此页面不存在。", "There is no such page."],
};

const clocks = {
  "first-response-human": ["人工首次响应", "First response (human)"], "first-response-any": ["首次响应", "First response (any)"],
  "next-response": ["后续响应", "Next response"], resolution: ["解决", "Resolution"], greeting: ["问候", "Greeting"],
};

let place = (localStorage.getItem("assay-language") || (navigator.language.startsWith("zh") ? "zh" : "en")) === "zh" ? 0 : 1;

export const t = (key) => (words[key] ? words[key][place] : key);
export const clockName = (key) => (clocks[key] ? clocks[key][place] : key);
export const isChinese = () => place === 0;
/** One of a text in both languages, {zh, en}. */
export const pick = (text) => (text ? (place === 0 ? text.zh : text.en) || text.zh || text.en || "" : "");

export function toggleLanguage() {
  place = 1 - place;
  localStorage.setItem("assay-language", place === 0 ? "zh" : "en");
}

export const locale = () => (place === 0 ? "zh-CN" : "en-GB");

export function count(value) { return new Intl.NumberFormat(locale()).format(Number(value)); }

/** A figure as people read it; a dash when it rests on nothing: it is never 0 for want of data. */
export function figure(value) {
  if (!value || value.value === undefined) return "–";
  return amount(value.value, value.unit);
}

export function amount(value, unit) {
  const fixed = (digits) => new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format;
  switch (unit) {
    case "share": return `${fixed(1)(value * 100)} %`;
    case "net": return fixed(1)(value * 100);
    case "score": return fixed(2)(value);
    case "rating": case "rating-gap": case "per-episode": return fixed(2)(value);
    case "milliseconds": return duration(value);
    default: return count(Math.round(value));
  }
}

export function duration(milliseconds) {
  const seconds = Math.round(Math.abs(Number(milliseconds)) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (h) return place === 0 ? `${h} 小时 ${m} 分` : `${h} h ${m} min`;
  if (m) return place === 0 ? `${m} 分 ${s} 秒` : `${m} min ${s} s`;
  return place === 0 ? `${s} 秒` : `${s} s`;
}

let zone;
export function setZone(name) { zone = name || undefined; }

export function when(milliseconds, withDate = true) {
  if (!Number(milliseconds)) return "–";
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: zone };
  if (withDate) Object.assign(options, { year: "numeric", month: "2-digit", day: "2-digit" });
  try {
    return new Intl.DateTimeFormat(locale(), options).format(new Date(Number(milliseconds)));
  } catch {
    return new Date(Number(milliseconds)).toISOString();
  }
}

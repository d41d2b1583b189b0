// Calls of the gateway, and its streams.

export class Refusal extends Error {
  constructor(status, error) {
    super(error.message || `HTTP ${status}`);
    this.status = status;
    this.reason = error.reason || "";
    this.field = error.field || "";
  }
}

async function send(path, method, body) {
  let response;
  try {
    response = await fetch(path, {
      method, credentials: "same-origin",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refusal(0, { reason: "OFFLINE", message: "offline" });
  }
  if (response.status === 204) return {};
  const text = await response.text();
  let answer = {};
  try { answer = text ? JSON.parse(text) : {}; } catch { /* Not ours: told by its status. */ }
  if (!response.ok) throw new Refusal(response.status, answer.error || {});
  return answer;
}

/** Makes a call: proto3 JSON in and out; numbers of 64 bits come as strings. */
export const call = (name, request = {}) => send(`/api/v1/${name}`, "POST", request);

export const begin = (token) => send("/session", "POST", { token });
export const leave = () => send("/session", "DELETE");

/**
 * Follows a stream. The browser comes back by itself and says where it was; a refusal ends it.
 * @returns a function that ends it.
 */
export function follow(name, request, onMessage, onState) {
  const source = new EventSource(`/api/v1/${name}?request=${encodeURIComponent(JSON.stringify(request))}`);
  source.onopen = () => onState("live");
  source.onmessage = (event) => onMessage(JSON.parse(event.data));
  source.addEventListener("heartbeat", () => onState("live"));
  source.addEventListener("refusal", (event) => {
    const error = JSON.parse(event.data).error;
    // A gateway that stops sends its readers elsewhere: the browser tries again by itself.
    if (error.reason === "UNAVAILABLE") return;
    source.close();
    onState(error.reason === "TOKEN_EXPIRED" ? "expired" : "lost");
  });
  source.onerror = () => onState(source.readyState === EventSource.CLOSED ? "lost" : "waiting");
  return () => source.close();
}

export const number = (value) => (value === undefined || value === null ? 0 : Number(value));

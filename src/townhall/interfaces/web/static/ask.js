// The Ask view: questions and answers. It works from the first moment: what is asked before Gradio has started waits until `carrier.js` hands over
// its `trigger`, `props` and `watch`. `ask_sources.js` and `ask_actions.js` do the rest; they and this file speak by events of the view's element.
//
// The server keeps the conversation. The page names what it shows by keys, and gets patches: {conversation, token, from, turns, busy, announce}. The
// exchanges from number `from` on are replaced by `turns`, those before stay as they are, so what a reader has opened or focused in them is never
// touched. `token` names the question that the page asked last: what still arrives for an earlier one is dropped.

const root = document.querySelector(".ask");
const turns = root.querySelector(".turns");
const form = root.querySelector(".composer");
const box = form.querySelector("textarea");
const go = form.querySelector(".go");
const hint = root.querySelector(".hint");
const said = root.querySelector(".said");
const foot = root.querySelector(".foot");
const notice = foot.querySelector("#notice");
const editing = root.querySelector(".editing");
const words = root.querySelector(".words").dataset;
const KEPT = ["open", "hidden", "data-current", "aria-pressed"]; // what the reader's own doing sets
const NEW = "/";
const PENDING = "townhall-pending"; // the question that has no answer yet, for this tab
const DRAFT = "townhall-draft"; // what stands in the box when the page is left
const BEAT = 2000; // milliseconds without news after which the server is asked how it is
const PATIENCE = 30000; // until a question that never arrived is given up
let busy = false;
let conversation = root.dataset.conversation;
let token = "";
let instead = ""; // the key of the exchange that is being changed
let carrier = null;
let heard = 0; // when the page last heard of its question
let asked = 0; // when it asked
let done = 0; // how often the server said that the answer was made, and it didn't come
let lost = false; // whether there was no connection when it was last tried
let given = ""; // the token of the question that was given up
let leads = false; // whether the newest exchange is kept at the top: until the reader does something
const unsent = [];

// Gradio has 12 languages, and marks the page as being in the one of them that it takes for the browser's. It is in the reader's.
const page = document.documentElement;
const language = document.querySelector(".menu [aria-current]").lang;
const keepLanguage = () => page.lang === language || (page.lang = language);
new MutationObserver(keepLanguage).observe(page, { attributeFilter: ["lang"] });
keepLanguage();

// --- questions -------------------------------------------------------------------------------------------------------

// `again` is the key of an earlier exchange, asked again as it stood, without what `without` names; `replaced` the key of the one whose place it takes.
function ask(question, { again = "", without = null, replaced = "" } = {}) {
  if (busy) return;
  if (!question.trim()) {
    hint.textContent = hint.dataset.empty;
    box.focus();
    return;
  }
  hint.textContent = "";
  said.textContent = "";
  const shown = keys();
  const leaving = document.activeElement?.matches("[data-ask], .kept, .again, .again-here"); // what was pressed scrolls out of view
  const turn = root.querySelector(".waiting-turn").firstElementChild.cloneNode(true);
  if (replaced && last()?.dataset.key === replaced) last().remove();
  turn.id = `turn-${turns.children.length + 1}`;
  turn.querySelector(".asked").textContent = question.trim().slice(0, 600);
  turns.append(turn);
  token = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  keep(PENDING, { question: question.trim() });
  asked = heard = Date.now();
  done = 0;
  settle(true);
  tell("current", { turn });
  leads = true;
  lead();
  if (leaving) turn.querySelector(".question").focus({ preventScroll: true });
  send("ask", { question: question.trim(), shown, again, without, instead: replaced });
}

// What grows above or within an exchange while its answer comes would push its beginning out of view.
function lead() {
  if (leads) last()?.scrollIntoView({ block: "start", behavior: "instant" });
}

for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(name, () => (leads = false), { capture: true, passive: true });

const keys = () => [...turns.children].map((turn) => turn.dataset.key);
const last = () => turns.lastElementChild;

function send(name, data) {
  const event = [name, { conversation, token, ...data, language: document.documentElement.lang }];
  if (carrier) carrier.trigger(...event);
  else unsent.push(event);
}

function tell(name, detail) {
  root.dispatchEvent(new CustomEvent(`ask:${name}`, { detail }));
}

function connect() {
  carrier = window.carrier;
  carrier.watch("value", () => apply(carrier.props.value));
  for (const event of unsent.splice(0)) carrier.trigger(...event);
}

function settle(isBusy) {
  busy = isBusy;
  root.dataset.empty = String(turns.children.length === 0);
  root.toggleAttribute("data-busy", busy);
  root.toggleAttribute("data-unsaved", !conversation);
  go.textContent = busy ? go.dataset.stopWord : go.dataset.askWord;
  go.classList.toggle("stops", busy);
  if (!busy) keep(PENDING, null);
}

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 192)}px`;
}

function put(question) {
  box.value = question;
  fit();
  box.focus();
}

function change(key) {
  instead = key;
  editing.hidden = !key;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy) {
    const stopped = token;
    send("halt", { question: last().querySelector(".asked").textContent, shown: keys().slice(0, -1) });
    setTimeout(() => busy && token === stopped && lose("connection"), 8000);
    return;
  }
  const question = box.value;
  const replaced = instead;
  if (question.trim()) {
    box.value = "";
    fit();
    change("");
  }
  ask(question, { replaced });
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && instead) cancel();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (!busy) form.requestSubmit();
});

box.addEventListener("input", () => {
  hint.textContent = "";
  fit();
});

function cancel() {
  change("");
  put("");
}

editing.querySelector(".keep").addEventListener("click", cancel);

root.querySelector(".new").addEventListener("click", () => {
  const name = busy ? "renew" : "begin"; // what stops an answer may stop the next question's too, if that is quick
  token = "";
  conversation = root.dataset.conversation = "";
  turns.replaceChildren();
  said.textContent = "";
  root.querySelector(".told:not(.turn *)")?.remove();
  change("");
  settle(false);
  send(name, {});
  if (location.search) history.pushState(null, "", NEW);
  box.focus();
});

root.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-ask], .kept, .again, .edit");
  if (!pressed || busy) return;
  const turn = pressed.closest(".turn");
  if (pressed.matches(".kept")) {
    const without = { slot: pressed.dataset.slot, value: pressed.dataset.value };
    ask(turn.querySelector(".asked").textContent, { again: turn.dataset.key, without });
  } else if (pressed.matches(".again")) {
    ask(turn.querySelector(".asked").textContent, { again: turn.dataset.key, replaced: turn === last() ? turn.dataset.key : "" });
  } else if (pressed.matches(".edit")) {
    put(turn.querySelector(".asked").textContent);
    change(turn.dataset.key);
  } else {
    box.value = "";
    fit();
    change("");
    ask(pressed.dataset.ask);
  }
});

// --- patches ---------------------------------------------------------------------------------------------------------

function element_of(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// Makes `old` like `fresh` and touches only what differs.
function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) return;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !KEPT.includes(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !KEPT.includes(name)) old.setAttribute(name, value);
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((node, index) => (before[index] ? morph(before[index], node) : old.append(node)));
  before.slice(after.length).forEach((node) => node.remove());
}

function apply(patch) {
  if (!patch || patch.token !== token) return;
  heard = Date.now();
  patch.turns.forEach((html, index) => {
    const fresh = element_of(html);
    const old = turns.children[patch.from + index];
    if (old) morph(old, fresh);
    else turns.append(fresh);
  });
  while (turns.children.length > patch.from + patch.turns.length) last().remove();
  if (patch.conversation !== conversation) {
    conversation = root.dataset.conversation = patch.conversation;
    if (conversation && (token || location.search)) history.replaceState(null, "", `${NEW}?c=${encodeURIComponent(conversation)}`);
  }
  for (const link of root.querySelectorAll(".export a")) link.href = `/conversations/${conversation}${link.dataset.end}`;
  settle(patch.busy);
  tell("shown", { turn: last() });
  lead();
  requestAnimationFrame(lead);
  if (patch.announce && said.textContent !== patch.announce) said.textContent = patch.announce;
}

// --- what can go wrong ------------------------------------------------------------------------------------------------

// A browser that keeps nothing goes without.
function keep(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}

function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

async function beat(question = token) {
  const answer = await fetch(`/pulse?asked=${question}`, { cache: "no-store", signal: AbortSignal.timeout(4000) });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// Puts in the open question's place why there is no answer, and a way to ask again.
function lose(reason) {
  const turn = last();
  const question = turn.querySelector(".asked").textContent;
  given = token;
  token = "";
  turn.dataset.status = "fault";
  turn.dataset.key = "";
  turn.removeAttribute("aria-busy");
  turn.querySelector(".answer").replaceWith(root.querySelector(`.lost-${reason}`).content.cloneNode(true));
  settle(false);
  keep(PENDING, { question });
  lost = reason === "connection";
  said.textContent = turn.querySelector(".reason").textContent;
}

// A page that waits asks every few seconds whether there is still somebody who will answer.
setInterval(async () => {
  if (lost) await found();
  if (!busy || Date.now() - heard < BEAT) return;
  const waiting = token;
  let reason = null;
  try {
    const { started, asked: state } = await beat();
    if (started !== root.dataset.started) reason = "restarted";
    else if (state === "done" || state === "stopped") done += 1;
    else if (state === "unknown" && Date.now() - asked > PATIENCE) reason = "busy";
    else if (state === "unknown") last().querySelector(".status span").textContent = words.queue;
  } catch {
    reason = "connection";
  }
  if (!busy || token !== waiting) return;
  if (reason) lose(reason);
  else if (done > 1) location.reload(); // the answer is kept, only its way here broke
}, BEAT);

// A server that is there again is another one: the page is opened anew, with the question in its box.
async function found() {
  try {
    const { started } = await beat();
    if (started === root.dataset.started) lost = false;
    else location.reload();
  } catch {
    return;
  }
}

// What was lost is asked again by a fresh page: the old one may have lost its session too.
turns.addEventListener("click", async (event) => {
  const pressed = event.target.closest(".again-here");
  if (!pressed || busy) return;
  const question = pressed.closest(".turn").querySelector(".asked").textContent;
  try {
    const { started, asked: state } = await beat(given);
    if (started === root.dataset.started && state !== "done") {
      pressed.closest(".turn").remove();
      ask(question);
      return;
    }
    keep(PENDING, { question, now: true }); // unless it was answered after all: then the answer is there
    location.reload();
  } catch {
    said.textContent = words.stillLost;
    pressed.closest(".turn").querySelector(".reason").textContent = words.stillLost;
  }
});

addEventListener("popstate", () => location.reload());
addEventListener("pagehide", () => keep(DRAFT, instead ? null : box.value || null));
new ResizeObserver(() => {
  page.style.setProperty("--foot", `${foot.offsetHeight}px`);
  page.style.setProperty("--links", `${foot.getBoundingClientRect().bottom - notice.getBoundingClientRect().bottom}px`);
}).observe(foot);

// --- the beginning ----------------------------------------------------------------------------------------------------

const waiting = kept(PENDING);
const draft = kept(DRAFT);
settle(false);
if (last()) {
  tell("shown", { turn: last() });
  last().scrollIntoView({ block: "start", behavior: "instant" });
}
if (window.carrier) connect();
else document.addEventListener("carrier", connect, { once: true });

// An address can hold a question: it is asked at once, and only once.
const address = new URLSearchParams(location.search).get("q");
if (address?.trim()) {
  history.replaceState(null, "", NEW);
  ask(address);
} else if (waiting?.question && last()?.querySelector(".asked").textContent !== waiting.question) {
  if (waiting.now) ask(waiting.question);
  else {
    put(waiting.question);
    hint.textContent = hint.dataset.unanswered;
    keep(PENDING, waiting); // until it is asked
  }
} else if (draft) {
  box.value = draft;
  fit();
}

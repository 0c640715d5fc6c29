// The Ask view. It works from the first moment: what is asked before Gradio has started waits until `carrier.js` hands over its `trigger`, `props`
// and `watch`.
//
// The server sends patches: {talk, from, turns, busy, announce}. The exchanges from number `from` on are replaced by `turns`, those before
// stay as they are, so what a reader has opened or focused in them is never touched. `talk` counts the conversations begun anew.

const root = document.querySelector(".ask");
const turns = root.querySelector(".turns");
const form = root.querySelector(".composer");
const box = form.querySelector("textarea");
const go = form.querySelector(".go");
const hint = root.querySelector(".hint");
const said = root.querySelector(".said");
const foot = root.querySelector(".foot");
const wide = window.matchMedia("(min-width: 64rem)");
const KEPT = ["open", "hidden", "data-current"]; // what the reader's own doing sets
const FEW = 4;
const met = new WeakSet();
let busy = false;
let talk = 0;
let cameFrom = null;
let carrier = null;
const unsent = [];

// Gradio has 12 languages, and marks the page as being in the one of them that it takes for the browser's. It is in the reader's.
const page = document.documentElement;
const language = document.querySelector(".menu [aria-current]").lang;
const keepLanguage = () => page.lang === language || (page.lang = language);
new MutationObserver(keepLanguage).observe(page, { attributeFilter: ["lang"] });
keepLanguage();

// --- questions -------------------------------------------------------------------------------------------------------

// `without` names what an earlier question had taken over and this one, the same again, leaves out.
function ask(question, without = null) {
  if (busy) return;
  if (!question.trim()) {
    hint.textContent = hint.dataset.words;
    box.focus();
    return;
  }
  hint.textContent = "";
  said.textContent = "";
  const shown = turns.children.length;
  const leaving = document.activeElement?.matches("[data-ask], .kept"); // what was pressed scrolls out of view
  const turn = root.querySelector(".waiting-turn").firstElementChild.cloneNode(true);
  turn.id = `turn-${shown + 1}`;
  turn.querySelector(".asked").textContent = question.trim().slice(0, 600);
  turns.append(turn);
  settle(true);
  show(turn);
  turn.scrollIntoView({ block: "start" });
  if (leaving) turn.querySelector(".question").focus({ preventScroll: true });
  send("ask", { question: question.trim(), shown, talk, without });
}

function send(name, data) {
  const event = [name, { ...data, language: document.documentElement.lang }];
  if (carrier) carrier.trigger(...event);
  else unsent.push(event);
}

function connect() {
  carrier = window.carrier;
  carrier.watch("value", () => apply(carrier.props.value));
  for (const event of unsent.splice(0)) carrier.trigger(...event);
}

function settle(isBusy) {
  busy = isBusy;
  root.dataset.empty = String(turns.children.length === 0);
  go.textContent = busy ? go.dataset.stopWord : go.dataset.askWord;
  go.classList.toggle("stops", busy);
}

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 192)}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy) {
    send("halt", {});
    const asked = turns.children.length;
    setTimeout(() => asked === turns.children.length && settle(false), 5000); // where the connection is lost there will be no patch
    return;
  }
  const question = box.value;
  if (question.trim()) {
    box.value = "";
    fit();
  }
  ask(question);
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (!busy) form.requestSubmit();
});

box.addEventListener("input", () => {
  hint.textContent = "";
  fit();
});

root.querySelector(".new").addEventListener("click", () => {
  talk += 1;
  turns.replaceChildren();
  said.textContent = "";
  settle(false);
  send("renew", {});
  box.focus();
});

// --- sources ---------------------------------------------------------------------------------------------------------

function show(turn) {
  for (const other of turns.children) other.toggleAttribute("data-current", other === turn);
}

function reveal(marker) {
  const turn = marker.closest(".turn");
  const marks = [...turn.querySelectorAll(`mark[data-n~="${marker.dataset.n}"]`)];
  if (!marks.length) return;
  show(turn);
  for (const mark of turns.querySelectorAll("mark.now")) mark.classList.remove("now");
  for (const mark of marks) mark.classList.add("now");
  const source = marks[0].closest(".source");
  source.open = true;
  source.querySelector(".back").hidden = false;
  cameFrom = marker;
  marks[0].focus({ preventScroll: true });
  marks[0].scrollIntoView({ block: "center" });
}

turns.addEventListener("click", (event) => {
  const marker = event.target.closest(".marker");
  if (marker) {
    event.preventDefault();
    reveal(marker);
  } else if (event.target.closest(".show-sources")) {
    const turn = event.target.closest(".turn");
    show(turn);
    const sources = turn.querySelector(".sources");
    sources.scrollTop = 0;
    sources.focus({ preventScroll: wide.matches });
  } else if (event.target.closest(".back")) {
    const turn = event.target.closest(".turn");
    const target = cameFrom && turn.contains(cameFrom) ? cameFrom : turn.querySelector(".question");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }
});

root.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-ask], .kept");
  if (!chip || busy) return;
  if (chip.matches(".kept")) {
    const turn = chip.closest(".turn");
    const number = [...turns.children].indexOf(turn) + 1;
    ask(turn.querySelector(".asked").textContent, { number, slot: chip.dataset.slot, value: chip.dataset.value });
    return;
  }
  box.value = "";
  fit();
  ask(chip.dataset.ask);
});

// Beside the answer there is room to see a few sources at a glance; under it, or where they are many, each is opened by its marker.
function unfold() {
  for (const source of turns.querySelectorAll(".source")) {
    if (met.has(source)) continue;
    met.add(source);
    source.open = wide.matches && source.parentElement.querySelectorAll(".source").length <= FEW;
  }
}

new ResizeObserver(() => root.style.setProperty("--foot", `${foot.offsetHeight}px`)).observe(foot);

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
  if (patch.talk !== talk) return;
  patch.turns.forEach((html, index) => {
    const fresh = element_of(html);
    const old = turns.children[patch.from + index];
    if (old) morph(old, fresh);
    else turns.append(fresh);
  });
  while (turns.children.length > patch.from + patch.turns.length) turns.lastElementChild.remove();
  unfold();
  settle(patch.busy);
  if (!turns.querySelector("[data-current]") && turns.lastElementChild) show(turns.lastElementChild);
  if (patch.announce && said.textContent !== patch.announce) said.textContent = patch.announce;
}

settle(false);
if (window.carrier) connect();
else document.addEventListener("carrier", connect, { once: true });

// An address can hold a question: it is asked at once, and only once.
const asked = new URLSearchParams(location.search).get("q");
if (asked?.trim()) {
  history.replaceState(null, "", location.pathname);
  ask(asked);
}

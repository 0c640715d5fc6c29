// The Ask view's actions under an answer: copy it, copy its link, say what one thinks of it.

const root = document.querySelector(".ask");
const turns = root.querySelector(".turns");
const said = root.querySelector(".said");
const words = root.querySelector(".words").dataset;
const SHOWN = 4000; // milliseconds that a confirmation stands

// --- copying -----------------------------------------------------------------------------------------------------------

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https, or without permission: the old way.
    const box = document.createElement("textarea");
    const focused = document.activeElement;
    box.value = text;
    box.className = "hidden";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}

async function copy(pressed, text, success) {
  const outcome = (await copied(text)) ? success : words.uncopied;
  said.textContent = outcome;
  pressed.parentElement.querySelector(".outcome")?.remove();
  const note = document.createElement("span");
  note.className = "outcome";
  note.setAttribute("aria-hidden", "true"); // it is announced already
  note.textContent = outcome;
  pressed.after(note);
  setTimeout(() => note.remove(), SHOWN);
}

turns.addEventListener("click", (event) => {
  const pressed = event.target.closest(".copy, .share");
  if (!pressed) return;
  if (pressed.matches(".copy")) copy(pressed, pressed.closest(".actions").querySelector(".copyable").textContent, words.copied);
  else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    copy(pressed, pressed.href, words.linked);
  }
});

// --- opinions ----------------------------------------------------------------------------------------------------------

const receipts = new WeakMap(); // by answer: what it takes to change one's opinion

async function judge(turn, opinion) {
  const body = { ...receipts.get(turn), conversation: root.dataset.conversation, exchange: turn.dataset.key, ...opinion };
  try {
    const answer = await fetch("/feedback", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const told = await answer.json();
    if (told.id) receipts.set(turn, { id: told.id, secret: told.secret });
    return { done: answer.ok, said: told.said };
  } catch {
    return { done: false, said: words.stillLost };
  }
}

function press(turn, verdict) {
  for (const thumb of turn.querySelectorAll(".thumb")) thumb.setAttribute("aria-pressed", String(thumb.value === verdict));
}

turns.addEventListener("submit", async (event) => {
  event.preventDefault();
  const turn = event.target.closest(".turn");
  const actions = turn.querySelector(".actions");
  let more = turn.querySelector("form.opinion-more");
  if (event.target === more) {
    const sent = Object.fromEntries(new FormData(more));
    const outcome = await judge(turn, { verdict: turn.querySelector('.thumb[aria-pressed="true"]').value, ...sent });
    finish(turn, outcome.said, outcome.done);
    return;
  }
  const verdict = event.submitter.value;
  const outcome = await judge(turn, { verdict });
  said.textContent = outcome.said;
  if (!outcome.done) {
    finish(turn, outcome.said, false);
    return;
  }
  press(turn, verdict);
  actions.querySelector(".after")?.remove();
  if (!more) {
    actions.append(root.querySelector(".opinion-more").content.cloneNode(true));
    more = turn.querySelector("form.opinion-more");
    more.querySelector(".withdraw").addEventListener("click", async () => {
      const outcome = await judge(turn, { verdict: "withdrawn" });
      if (outcome.done) {
        receipts.delete(turn);
        press(turn, "");
      }
      finish(turn, outcome.said, outcome.done);
    });
  }
  more.querySelector(".reasons").hidden = verdict === "up";
  if (verdict === "up") for (const radio of more.querySelectorAll("[type=radio]")) radio.checked = false;
  more.querySelector(".thanks").focus({ preventScroll: true });
  more.scrollIntoView({ block: "nearest" });
});

// Leaves a sentence in the form's place, or above it where nothing was kept.
function finish(turn, text, done) {
  const actions = turn.querySelector(".actions");
  if (done) turn.querySelector("form.opinion-more")?.remove();
  actions.querySelector(".after")?.remove();
  const note = document.createElement("p");
  note.className = "after";
  note.tabIndex = -1;
  note.textContent = text;
  actions.append(note);
  said.textContent = text;
  note.focus({ preventScroll: true });
}

// The Ask view's sources: the quote of a marker is found, shown and left again.

const root = document.querySelector(".ask");
const turns = root.querySelector(".turns");
const wide = window.matchMedia("(min-width: 64rem)");
const FEW = 4;
const met = new WeakSet();
let cameFrom = null;

function show(turn) {
  for (const other of turns.children) other.toggleAttribute("data-current", other === turn);
}

function reveal(marker) {
  const turn = marker.closest(".turn");
  const n = marker.dataset.n;
  const marks = [...turn.querySelectorAll(`mark[data-n~="${n}"]`)];
  if (!marks.length) return;
  show(turn);
  for (const mark of turns.querySelectorAll("mark.now")) mark.classList.remove("now");
  for (const mark of marks) mark.classList.add("now");
  const source = marks[0].closest(".source");
  source.open = true;
  source.querySelector(".back").hidden = false;
  const links = [...source.querySelectorAll(".open")];
  if (links.some((link) => link.dataset.n === n)) for (const link of links) link.hidden = link.dataset.n !== n;
  cameFrom = marker;
  marks[0].focus({ preventScroll: true });
  marks[0].scrollIntoView({ block: "center" });
}

turns.addEventListener("click", (event) => {
  const marker = event.target.closest(".marker");
  const turn = event.target.closest(".turn");
  if (marker) {
    event.preventDefault();
    reveal(marker);
  } else if (event.target.closest(".show-sources")) {
    show(turn);
    const sources = turn.querySelector(".sources");
    sources.scrollTop = 0;
    sources.focus({ preventScroll: wide.matches });
  } else if (event.target.closest(".back")) {
    const target = cameFrom && turn.contains(cameFrom) ? cameFrom : turn.querySelector(".question");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }
});

// Beside the answer there is room to see a few sources at a glance; under it, or where they are many, each is opened by its marker.
function unfold() {
  for (const source of turns.querySelectorAll(".source")) {
    if (met.has(source)) continue;
    met.add(source);
    source.open = wide.matches && source.parentElement.querySelectorAll(".source").length <= FEW;
  }
}

root.addEventListener("ask:current", (event) => show(event.detail.turn));
root.addEventListener("ask:shown", (event) => {
  unfold();
  if (!turns.querySelector("[data-current]") && event.detail.turn) show(event.detail.turn);
});
unfold();
if (turns.lastElementChild && !turns.querySelector("[data-current]")) show(turns.lastElementChild);

// The Documents view: finding and sorting without loading the page anew, and the way back from a document. Without this script the same
// addresses show the same.

const results = document.querySelector(".results");
const form = document.querySelector(".find");
let latest = 0;

// Shows what an address shows, in the place of what is there.
async function load(address, focused) {
  const turn = ++latest;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== latest) return;
    results.replaceChildren(...page.querySelector(".results").childNodes);
    for (const name of ["sort", "order"]) form.elements[name].value = page.querySelector(`.find [name="${name}"]`).value;
    history.replaceState(null, "", address);
    if (focused) results.querySelector(focused)?.focus();
  } catch {
    if (turn === latest) location.assign(address);
  }
}

function address_of() {
  const asked = new URLSearchParams(new FormData(form));
  if (!asked.get("q").trim()) asked.delete("q");
  return `${form.action}?${asked}`;
}

if (results) {
  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => load(address_of()), 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    load(address_of());
  });
  results.addEventListener("click", (event) => {
    const link = event.target.closest(".sort, .pages a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const column = link.closest("th")?.classList[0];
    load(link.href, column ? `th.${column} .sort` : ".found");
  });
}

// From where one came: an answer, or the list as it was.
const back = document.querySelector(".return");
if (back && history.length > 1 && document.referrer.startsWith(`${location.origin}/`)) {
  back.textContent = back.dataset.back;
  back.addEventListener("click", (event) => {
    event.preventDefault();
    history.back();
  });
}

// On a narrow page the contents stand before the text: folded, they don't hide it.
const contents = document.querySelector(".contents details");
if (contents && !matchMedia("(min-width: 64rem)").matches) contents.open = false;

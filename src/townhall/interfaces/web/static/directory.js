// The directory: names on the map, arrow keys between its countries, and the table found in and sorted at once. Without this script links
// and the form do the same by way of the server.

const map = document.querySelector(".map");
const picture = map.querySelector("svg");
const bubble = map.querySelector(".map-name");
const countries = [...map.querySelectorAll("a.has")];

for (const title of map.querySelectorAll("a.has > title")) title.remove(); // the name is shown by ourselves

const show = (shape) => {
  bubble.textContent = shape.dataset.name;
  bubble.hidden = false;
  const frame = map.getBoundingClientRect();
  const box = (shape.querySelector?.("circle") ?? shape).getBoundingClientRect();
  const half = bubble.offsetWidth / 2;
  const middle = box.left + box.width / 2 - frame.left;
  bubble.style.left = `${Math.min(Math.max(middle, half), frame.width - half)}px`;
  bubble.style.top = `${Math.max(box.top - frame.top - 4, bubble.offsetHeight)}px`;
};
const hide = () => {
  bubble.hidden = true;
};
picture.addEventListener("pointerover", (event) => {
  const shape = event.target.closest("[data-name]");
  if (shape) show(shape);
  else hide();
});
picture.addEventListener("pointerleave", hide);
picture.addEventListener("focusin", (event) => show(event.target));
picture.addEventListener("focusout", hide);

// From a country the arrows lead to the nearest one that lies within 45° of where they point.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
picture.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  const way = ARROWS[event.key];
  const here = event.target.closest("a.has");
  if (!way || !here) return;
  event.preventDefault();
  const ahead = countries
    .map((country) => [country, country.dataset.x - here.dataset.x, country.dataset.y - here.dataset.y])
    .map(([country, x, y]) => [country, x * way[0] + y * way[1], Math.abs(x * way[1] + y * way[0])])
    .filter(([, along, across]) => along > 0 && across <= along)
    .sort((one, other) => one[1] + one[2] - (other[1] + other[2]));
  ahead[0]?.[0].focus();
});

const form = document.querySelector("#find");
const search = form.querySelector("#q");
const sorted = form.querySelector("input[name=sort]");
const count = document.querySelector(".count");
const body = document.querySelector(".entries tbody");
const heads = [...document.querySelectorAll(".entries thead th")];
const { lang } = document.documentElement;
const order = new Intl.Collator(lang, { sensitivity: "base" });
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const keep = () => {
  const address = new URL(location.href);
  for (const [name, field] of [["q", search], ["sort", sorted]]) {
    const value = field.value.trim();
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
};

// What the server left out for a search is not on the page: then a changed search asks the server.
const whole = search.value === "";
const find = () => {
  const wanted = folded(search.value.trim());
  let n = 0;
  for (const row of body.rows) {
    row.hidden = !folded(row.textContent).includes(wanted);
    if (!row.hidden) n += 1;
  }
  count.textContent = count.dataset.text.replace("{n}", n.toLocaleString(lang));
  keep();
};
if (whole) {
  search.addEventListener("input", find);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "sort") return;
    event.preventDefault();
    find();
  });
}

for (const head of heads) {
  const button = head.querySelector("button");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    const down = head.getAttribute("aria-sort") === "ascending";
    const column = heads.indexOf(head);
    const name = button.value.replace(/^-/, "");
    const rows = [...body.rows].sort((one, other) => order.compare(key(one, column), key(other, column)));
    body.append(...(down ? rows.reverse() : rows));
    for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    sorted.value = (down ? "-" : "") + name;
    keep();
  });
}
const key = (row, column) => row.cells[column].textContent.trim();

// The form of a question: lists that grow and shrink, and quotes that are picked in their document. Without it a list has one empty row and
// quotes are pasted.

const form = document.querySelector("form.form");

function prepare(row) {
  const remove = row.querySelector(".remove");
  remove.hidden = false;
  remove.addEventListener("click", () => {
    const list = row.closest("fieldset");
    row.remove();
    list.querySelector(".more").focus();
  });
}

function add(list) {
  const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
  list.querySelector(".rows").append(row);
  prepare(row);
  return row;
}

for (const list of form.querySelectorAll("fieldset:has(> template)")) {
  list.querySelectorAll(".rows > .row").forEach(prepare);
  const more = list.querySelector(".more");
  more.hidden = false;
  more.addEventListener("click", () => add(list).querySelector("textarea, select, input").focus());
}

// --- quotes picked in the document

const picker = form.querySelector(".picker");
const { set, document: documentAddress, find: findAddress } = picker.dataset;
const chosen = picker.querySelector("#picked");
const text = picker.querySelector("#text");
const told = picker.querySelector(".told");
picker.hidden = false;

// Not "readonly": browsers give such a field no caret, so that nothing could be selected by keyboard.
text.addEventListener("beforeinput", (event) => event.preventDefault());

async function asked(address, values) {
  const reply = await fetch(`${address}?${new URLSearchParams({ set, ...values })}`, { headers: { accept: "application/json" } });
  if (!reply.ok) throw new Error(reply.status);
  return reply.json();
}

chosen.addEventListener("change", async () => {
  const source = chosen.value;
  told.textContent = "";
  text.parentElement.hidden = !source;
  if (!source) return;
  try {
    const found = await asked(documentAddress, { source });
    if (chosen.value !== source) return; // another was chosen meanwhile
    text.value = found.text;
    text.setSelectionRange(0, 0);
    text.scrollTop = 0;
  } catch {
    told.textContent = told.dataset.failed;
  }
});

picker.querySelector(".take").addEventListener("click", async () => {
  const quote = text.value.slice(text.selectionStart, text.selectionEnd).trim();
  if (!quote) {
    told.textContent = told.dataset.none;
    return;
  }
  try {
    const found = await asked(findAddress, { source: chosen.value, quote });
    told.textContent = found.text;
    if (!found.source) return;
    const row = add(picker.closest("fieldset"));
    row.querySelector("[name=span_quote]").value = quote;
    row.querySelector("[name=span_source]").value = found.source;
  } catch {
    told.textContent = told.dataset.failed;
  }
});

// Another set may ask about other documents: the form is opened again for it, unless something was typed already that would be lost.
const other = form.querySelector("select[name=set]");
let touched = false;
form.addEventListener("input", (event) => (touched ||= event.target !== other));
other?.addEventListener("change", () => touched || (location.href = other.dataset.addresses + encodeURIComponent(other.value) + location.search.replace(/^\?/, "&").replace(/&set=[^&]*/, "")));

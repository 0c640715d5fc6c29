// The administrators' desk: files are sent one by one, with a bar for each; how the ingest stands is asked for while it runs. Without this
// script the form sends all files at once, and the page is loaded anew.

const form = document.querySelector(".upload");
const notices = document.querySelector(".notices");
const sending = form.querySelector(".sending");
const job = document.querySelector(".job");
const said = document.querySelector(".said");
const SECOND = 1000;

const filled = (text, name) => text.replace("%", () => name);

function tell(done, text, detail = "") {
  const notice = document.querySelector(`template.${done ? "done" : "fault"}`).content.firstElementChild.cloneNode(true);
  notice.querySelector(".words").textContent = text;
  if (detail) {
    const more = document.createElement("span");
    more.className = "small";
    more.lang = "en";
    more.textContent = ` (${detail})`;
    notice.querySelector(".words").after(more);
  }
  notices.append(notice);
}

// Sends one file; resolves when it is known what became of it.
function send(file, more) {
  const data = new FormData();
  data.append("form", form.elements.form.value);
  if (form.elements.replace.checked) data.append("replace", "1");
  if (more) data.append("more", "1");
  data.append("files", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const bar = sending.querySelector("progress");
    sending.querySelector("p").textContent = filled(form.dataset.sending, file.name);
    bar.setAttribute("aria-label", filled(form.dataset.sending, file.name));
    bar.value = 0;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      try {
        const told = JSON.parse(request.responseText);
        for (const { done = false, text, detail } of [told].flat()) tell(done, text, detail);
      } catch {
        tell(false, filled(request.status === 413 ? form.dataset.tooLarge : form.dataset.lost, file.name));
      }
      resolve();
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled") === "true") return;
  const files = [...form.elements.files.files];
  notices.replaceChildren();
  if (!files.length) tell(false, form.dataset.none);
  const small = files.filter((file) => file.size <= Number(form.dataset.limit));
  for (const file of files) if (!small.includes(file)) tell(false, filled(form.dataset.tooLarge, file.name));
  if (!small.length) return;
  button.setAttribute("aria-disabled", "true");
  sending.hidden = false;
  for (const [index, file] of small.entries()) await send(file, index < small.length - 1);
  sending.hidden = true;
  button.removeAttribute("aria-disabled");
  form.reset();
  watch();
});

let watching = false;

// Asks how the ingest stands until it doesn't run any more.
async function watch() {
  if (watching) return;
  watching = true;
  for (;;) {
    try {
      const answer = await fetch("/admin/job", { headers: { Accept: "application/json" } });
      if (answer.status === 403) break; // the session has ended
      const told = await answer.json();
      job.innerHTML = told.html; // made by our own template, which escapes what comes from documents
      const changed = job.dataset.running !== String(told.running);
      job.dataset.running = String(told.running);
      if (changed) said.textContent = told.words;
      if (!told.running) break;
    } catch {
      // the server may come back
    }
    await new Promise((resolve) => setTimeout(resolve, SECOND));
  }
  watching = false;
}

if (job.dataset.running === "true") watch();

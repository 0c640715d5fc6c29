// Follows a run of the evaluation: its words and its progress. When it has ended the page is loaded again, which shows what came of it.

const run = document.querySelector(".run[data-state=running]");
const EVERY = 1000;

async function look() {
  try {
    const reply = await fetch(run.dataset.address, { headers: { accept: "application/json" } });
    if (!reply.ok) return location.reload();
    const { state, text, done, of } = await reply.json();
    if (state !== "running") return location.reload();
    const told = run.querySelector(".text");
    if (of) {
      const bar = run.querySelector("progress");
      bar.max = of;
      bar.value = done;
    }
    told.setAttribute("aria-live", "off"); // a screen reader is not to count along; the page that follows says how it ended
    told.textContent = text;
  } catch {
    // The server may be starting again: the next look tells.
  }
  setTimeout(look, EVERY);
}

if (run) setTimeout(look, EVERY);

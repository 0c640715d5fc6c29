// On every page: the theme and the language menu. Without this script both still follow the browser and the address.

const YEAR = 365 * 24 * 3600;
const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

const theme = document.querySelector(".theme");
theme.hidden = false;
theme.setAttribute("aria-pressed", String(dark()));
theme.addEventListener("click", () => {
  const chosen = dark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  document.cookie = `theme=${chosen}; max-age=${YEAR}; path=/; samesite=lax`;
  theme.setAttribute("aria-pressed", String(dark()));
});

const menu = document.querySelector(".menu");
const close = () => menu.removeAttribute("open");
document.addEventListener("click", (event) => menu.contains(event.target) || close());
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  close();
  menu.querySelector("summary").focus();
});
menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close());

// Parts of a long page get their height when they come near the window, and push away what the focus has just gone to: for some frames it is
// kept in view.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(":focus-visible")) return;
  let frames = 12;
  const keep = () => {
    if (target !== document.activeElement) return;
    const { top, bottom } = target.getBoundingClientRect();
    if (bottom - top < innerHeight && (bottom <= 0 || bottom > innerHeight)) target.scrollIntoView({ block: "nearest" });
    frames -= 1;
    if (frames) requestAnimationFrame(keep);
  };
  requestAnimationFrame(keep);
});

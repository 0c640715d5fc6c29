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

// Keys, copying, the switch of the ground, where the reader is. Every page works without this file.

const live = document.querySelector("[data-live]");
const say = (words) => {
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = words));
};

const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // storage may be forbidden; the choice lasts until the page is left
  }
};

const remembered = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

// The ground: follows the system until the reader chooses

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const themeSwitch = document.querySelector("[data-theme-switch]");
const isDark = () => (document.documentElement.dataset.theme ?? (systemDark.matches ? "toi" : "sang")) === "toi";
const nameSwitch = () => (themeSwitch.textContent = isDark() ? "Nền sáng" : "Nền tối");

themeSwitch.addEventListener("click", () => {
  const theme = isDark() ? "sang" : "toi";
  document.documentElement.dataset.theme = theme;
  remember("nen", theme);
  nameSwitch();
});
systemDark.addEventListener("change", nameSwitch);
nameSwitch();

// Copying: the words stand on the page too, so they can be selected where the clipboard is closed

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    say(`Đã sao chép: ${words}`);
    return true;
  } catch {
    say("Trình duyệt không cho sao chép. Hãy chọn dòng viện dẫn và sao chép.");
    return false;
  }
}

for (const details of document.querySelectorAll("[data-copy]")) {
  const words = details.querySelector(".cite").textContent;
  const label = details.querySelector("summary");
  const plain = label.textContent;
  details.addEventListener("toggle", async () => {
    label.textContent = details.open && (await copy(words)) ? "Đã sao chép viện dẫn" : plain;
  });
}

// Keys

const keys = document.getElementById("phim-tat");
const keysOn = document.querySelector("[data-keys-on]");
const steps = [...document.querySelectorAll("[data-step]")];

keysOn.checked = remembered("phim") !== "tat";
keysOn.addEventListener("change", () => remember("phim", keysOn.checked ? "bat" : "tat"));
document.querySelector("[data-keys]").addEventListener("click", () => keys.showModal());

function step(by) {
  const focused = document.activeElement === document.body ? null : document.activeElement;
  const here = focused ?? document.querySelector(":target");
  const after = (stop) => stop.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  const at = here ? steps.findLastIndex((stop) => here.contains(stop) || after(stop)) : -1;
  steps[Math.min(Math.max(at + by, 0), steps.length - 1)]?.focus();
}

function chosenCitation() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const places = [document.activeElement, target, document.querySelector("[data-cite]")];
  return places.map((place) => place?.closest?.("[data-cite]")?.dataset.cite).find(Boolean);
}

function focusBox() {
  const box = document.getElementById("q");
  box?.focus();
  box?.select();
}

const actions = {
  "/": focusBox,
  j: () => step(1),
  k: () => step(-1),
  c: () => chosenCitation() && copy(chosenCitation()),
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!keysOn.checked && event.key !== "?") return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// A document: the tree is open on wide screens and shows where the reader is; another day keeps the place

const tree = document.querySelector(".tree details");
const wide = matchMedia("(min-width: 60rem)");
if (tree) {
  const fit = () => (tree.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
  const links = new Map([...tree.querySelectorAll("a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const watch = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(seen.target.id).setAttribute("aria-current", "location");
    },
    { rootMargin: "-10% 0px -75% 0px" },
  );
  for (const id of links.keys()) {
    const place = document.getElementById(id);
    if (place) watch.observe(place);
  }
}

const day = document.querySelector("[data-day]");
day?.addEventListener("submit", () => (day.action = day.action.split("#")[0] + location.hash));

// Printing: the day and the full address on every sheet

for (const place of document.querySelectorAll("[data-here]")) place.textContent = location.href;
for (const place of document.querySelectorAll("[data-print-day]")) {
  place.textContent = ` · In ngày ${new Intl.DateTimeFormat("vi-VN").format(new Date())}`;
}

const count = document.querySelector("[data-count]");
if (count) say(count.textContent.trim());

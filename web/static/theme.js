// Before the first paint: the remembered ground, and that scripts run.
const root = document.documentElement;
root.classList.add("js");
try {
  const theme = localStorage.getItem("nen");
  if (theme === "sang" || theme === "toi") root.dataset.theme = theme;
} catch {
  // storage may be forbidden; the system's ground stays
}

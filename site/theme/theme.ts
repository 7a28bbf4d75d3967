/** Runs before the page is drawn. The documentation stores the choice under the same name. */
const stored = "vitepress-theme-appearance";

function chosen(): string {
  try {
    return localStorage.getItem(stored) ?? "auto";
  } catch {
    // A page from a file, or a browser that stores nothing.
    return "auto";
  }
}

function isDark(): boolean {
  const choice = chosen();
  return choice === "dark" || (choice === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function show(dark: boolean): void {
  document.documentElement.classList.toggle("dark", dark);
  document.getElementById("theme")?.setAttribute("aria-pressed", String(dark));
}

show(isDark());
addEventListener("DOMContentLoaded", () => {
  show(isDark());
  document.getElementById("theme")?.addEventListener("click", () => {
    const dark = !document.documentElement.classList.contains("dark");
    try {
      localStorage.setItem(stored, dark ? "dark" : "light");
    } catch {
      // The choice then holds for this page only.
    }
    show(dark);
  });
});

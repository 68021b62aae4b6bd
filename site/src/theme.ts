import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const KEY = 'theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const systemTheme = (): Theme => (system.matches ? 'dark' : 'light');

/** What the reader has chosen; undefined for what the system says, and where nothing can be stored. */
function chosen(): Theme | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a choice; what the system says anyway is no choice, so that the page follows the system again. */
function choose(theme: Theme): void {
  try {
    if (theme === systemTheme()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice holds as long as the page is open.
  }
}

/** Puts the theme onto the page; the style sheets do the rest. */
export function applyTheme(theme: Theme = chosen() ?? systemTheme()): void {
  document.documentElement.dataset.theme = theme;
  // Swagger UI has a class of its own for it.
  document.documentElement.classList.toggle('dark-mode', theme === 'dark');
}

/** The theme that is shown, and the way to the other one. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(chosen() ?? systemTheme());
  useEffect(() => {
    const follow = () => setTheme(chosen() ?? systemTheme());
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  useEffect(() => applyTheme(theme), [theme]);
  const toggle = () => {
    const other = theme === 'dark' ? 'light' : 'dark';
    choose(other);
    setTheme(other);
  };
  return [theme, toggle];
}

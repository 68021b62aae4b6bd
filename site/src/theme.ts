import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const KEY = 'theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const systemTheme = (): Theme => (system.matches ? 'dark' : 'light');

/** Returns the stored theme, or undefined if the page follows the system or storage is not available. */
function storedTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a theme. If it equals the system's theme, the stored value is removed and the page follows the system again. */
function storeTheme(theme: Theme): void {
  try {
    if (theme === systemTheme()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the theme applies until the page is closed.
  }
}

/** Sets the theme of the page for the style sheets. */
export function applyTheme(theme: Theme = storedTheme() ?? systemTheme()): void {
  document.documentElement.dataset.theme = theme;
  // Swagger UI uses a class.
  document.documentElement.classList.toggle('dark-mode', theme === 'dark');
}

/** Returns the current theme and a function that switches to the other one. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(storedTheme() ?? systemTheme());
  useEffect(() => {
    const follow = () => setTheme(storedTheme() ?? systemTheme());
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  useEffect(() => applyTheme(theme), [theme]);
  const toggle = () => {
    const other = theme === 'dark' ? 'light' : 'dark';
    storeTheme(other);
    setTheme(other);
  };
  return [theme, toggle];
}

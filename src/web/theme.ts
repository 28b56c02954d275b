/** Light or dark: as the reader's system is, until the reader says otherwise. */
import { byId } from './dom.ts';

const KEY = 'trapline-theme';

/** A page from disk may have no storage: then the choice lasts as long as the page. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It lasts as long as the page.
  }
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

function apply(theme: string, button: HTMLElement): void {
  document.documentElement.dataset.theme = theme;
  button.setAttribute('aria-pressed', String(theme === 'dark'));
}

/** Makes the toggle work. */
export function startTheme(): void {
  const button = byId('theme');
  const chosen = stored();
  if (chosen === 'dark' || chosen === 'light') apply(chosen, button);
  else button.setAttribute('aria-pressed', String(isDark()));
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    apply(theme, button);
    store(theme);
  });
}

/** Markup by templates: what is put into one is escaped, unless it is markup itself. */

/** Text that is markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

type Part = Markup | string | number | undefined | readonly (Markup | string)[];

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  return escapeHtml(String(part));
}

/** A template: html`<b>${text}</b>`. Strings and numbers are escaped, lists joined, undefined left out. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, piece, index) => text + render(parts[index - 1]) + piece));
}

/**
 * JSON for a script element: no `<`, so that no end tag, no comment and no other script can start in it, and none of the
 * line ends that JSON allows and scripts once did not.
 */
export function scriptJson(value: unknown): Markup {
  const text = JSON.stringify(value);
  return new Markup(
    text.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** HTML in which every value is shown as it is, and none can be taken for markup. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = Markup | string | number | readonly Markup[];

/** HTML with values in it. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const texts = values.map((value) => textOf(value));
  return new Markup(parts.reduce((text, part, at) => text + (texts[at - 1] ?? '') + part));
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return String(value).replace(/[&<>"']|\p{Cc}/gu, (character) => ENTITIES[character] ?? '\uFFFD');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '\n',
  '\t': '\t',
};

/** What the placeholders of the goldens stand for in this run: `{mark}`, `{root}`, `{account}`, `{account.etag}` ... */
export type Scope = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{([a-z]\w*(?:\.[a-z]\w*)?)\}/gi;

/** The text with each placeholder replaced. @throws Error for one that has no value, which is a slip in a golden */
export const fill = (text: string, scope: Scope): string =>
  text.replace(PLACEHOLDER, (_, name: string) => {
    const value = scope[name];
    if (value === undefined) throw new Error(`Nothing is known of {${name}} in "${text}"`);
    return value;
  });

/** The same for every text in a value that becomes JSON, names of properties included. */
export function fillAll(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return fill(value, scope);
  if (Array.isArray(value)) return value.map((one) => fillAll(one, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [fill(name, scope), fillAll(one, scope)]),
  );
}

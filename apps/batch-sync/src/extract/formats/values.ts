/** A number as it is written: `1.10` stays `1.10`, and a long one keeps its digits. */
export class WrittenNumber {
  constructor(readonly text: string) {}
}

/** What JSON and XML have in a row. A `Map` takes any name, `__proto__` among them. */
export type Value = string | WrittenNumber | boolean | null | readonly Value[] | ReadonlyMap<string, Value>;

/** A value as text: nothing is empty, and what has values in it is JSON. */
export function textOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return jsonOf(value);
}

function jsonOf(value: Value): string {
  if (value instanceof WrittenNumber) return value.text;
  if (value instanceof Map) {
    const members = [...(value as ReadonlyMap<string, Value>)];
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`).join(',')}}`;
  }
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(jsonOf).join(',')}]`;
  return JSON.stringify(value);
}

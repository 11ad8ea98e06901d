/**
 * About how long an object is as JSON, without writing it: a character counts as a byte, which most are, and none is more than six.
 *
 * @throws TypeError for a value that JSON cannot write
 */
export function lengthOf(body: Readonly<Record<string, unknown>>): number {
  let length = 2;
  for (const name of Object.keys(body)) length += name.length + lengthOfValue(body[name]) + 4;
  return length;
}

const lengthOfValue = (value: unknown): number =>
  typeof value === 'string' ? value.length + 2 : (JSON.stringify(value) ?? '').length;

import { z } from 'zod';
import { ControlError } from './control-error.js';

/** Reads a control body against its schema; nothing at all counts as `{}`. Throws a ControlError that names what is wrong. */
export const readJson = <T>(body: unknown, schema: z.ZodType<T>): T => checkJson(parse(body), schema);

/** The same for a part of a body, which is named in front of what is wrong. */
export function checkJson<T>(json: unknown, schema: z.ZodType<T>, part: readonly PropertyKey[] = []): T {
  const checked = schema.safeParse(json);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(({ path, message }) => inWords([...part, ...path], message));
  throw new ControlError(issues.join('; '));
}

function parse(body: unknown): unknown {
  const text = Buffer.isBuffer(body) ? body.toString('utf8').trim() : '';
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError('The body is not JSON');
  }
}

const inWords = (path: readonly PropertyKey[], message: string) =>
  path.length ? `${path.map(String).join('.')}: ${message}` : message;

import { z } from 'zod';
import { ControlError } from './control-error.js';

/** Reads a control body against its schema; nothing at all counts as `{}`. Throws a ControlError that names what is wrong. */
export function readJson<T>(body: unknown, schema: z.ZodType<T>): T {
  const checked = schema.safeParse(parse(body));
  if (checked.success) return checked.data;
  throw new ControlError(checked.error.issues.map(inWords).join('; '));
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

const inWords = ({ path, message }: z.core.$ZodIssue) =>
  path.length ? `${path.join('.')}: ${message}` : message;

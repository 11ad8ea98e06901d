import { notJson } from '../errors.js';
import { checkJson } from './check-json.js';

/** The properties of a JSON object, before anybody asks what they mean. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a body that must be one JSON object in UTF-8. Throws a DataverseError otherwise. */
export function readFields(body: Buffer | undefined): Fields {
  const parsed = parseJson(body);
  if (!isFields(parsed)) throw notJson('the payload is not a JSON object');
  return parsed;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(body: Buffer | undefined): unknown {
  if (!body?.length) throw notJson('a payload was expected and none was found');
  const text = decode(body);
  checkJson(text);
  try {
    return JSON.parse(text);
  } catch {
    throw notJson('the payload is not JSON');
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw notJson('the payload is not UTF-8');
  }
}

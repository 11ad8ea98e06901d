import { z } from 'zod';
import { ConfigError } from './config.error.js';

export interface LoadConfigOptions {
  /** Where the settings are read from; the process environment unless given. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Prefixes that belong to this schema alone: any other name that begins with one is a typing error. */
  prefixes?: readonly string[];
}

/**
 * Reads an app's settings once, at start, and checks all of them before any is used.
 *
 * @throws ConfigError that names every wrong, missing and unknown setting; it never repeats a value, since it may be a secret.
 */
export function loadConfig<Schema extends z.ZodType>(
  schema: Schema,
  { env = process.env, prefixes = [] }: LoadConfigOptions = {},
): z.output<Schema> {
  const names = new Set(namesOf(schema));
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const unknown = Object.keys(given).filter(
    (name) => !names.has(name) && prefixes.some((prefix) => name.startsWith(prefix)),
  );
  const parsed = schema.safeParse(given);
  const problems = [
    ...unknown.map((name) => `${name}: no such setting`),
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${wordsFor(issue, given)}`),
  ];
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return parsed.data;
}

function namesOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodPipe) return namesOf(schema.in as z.ZodType);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const wordsFor = ({ path, message }: z.core.$ZodIssue, given: object): string =>
  path.length === 1 && !(String(path[0]) in given) ? 'must be set' : message;

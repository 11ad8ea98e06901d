import { z } from 'zod';
import { ControlError } from './control-error.js';
import { exactObject } from './exact-object.js';
import { checkJson, readJson } from './read-json.js';

/** The faults that a stand-in offers, by name, each with the settings that it takes beside the conditions of all. */
export type FaultKinds = Readonly<Record<string, z.ZodObject>>;

export type FaultName<K extends FaultKinds> = keyof K & string;

/** Those that clients send; no other could ever be struck. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Which requests a fault strikes: all, or those that meet every condition. */
const conditions = {
  /** A share of them. */
  rate: z.number().min(0).max(1).optional(),
  /** The first so many. */
  count: z.int().min(0).optional(),
  /** Not the first so many. */
  skip: z.int().min(0).optional(),
  /** Those to this table, by logical name. */
  table: z.string().min(1).optional(),
  method: z
    .string()
    .toUpperCase()
    .refine((method) => methods.includes(method), `must be one of ${methods.join(', ')}`)
    .optional(),
  /** Those of this lane. */
  lane: z.string().min(1).optional(),
  /** The same seed strikes the same requests. */
  seed: z.int().optional(),
};

export type FaultConditions = z.output<z.ZodObject<typeof conditions>>;

export type FaultSetting<K extends FaultKinds, N extends FaultName<K> = FaultName<K>> = FaultConditions &
  z.output<K[N]> & { fault: N };

/** What a fault takes that lets a request wait. */
export const waiting = z.object({
  ms: z.number({ error: 'is needed: how many milliseconds it waits' }).min(0).max(600_000),
});

/** What a fault takes that needs to be told nothing. */
export const plain = z.object({});

const list = z.array(z.looseObject({ fault: z.string() }));
const plan = z.union([list, z.record(z.string(), z.unknown())], {
  error: 'faults are a list, or an object by name',
});
const asked = z.union([z.boolean(), z.looseObject({})], {
  error: 'is true, false, or an object of its settings',
});

/** Reads a list, or an object by name. @throws ControlError in words */
export function readFaultSettings<K extends FaultKinds>(body: unknown, kinds: K): FaultSetting<K>[] {
  const faults = readJson(body, plan);
  const named = Array.isArray(faults)
    ? faults.map(({ fault, ...setting }) => [fault, setting] as const)
    : Object.entries(faults);
  return named.flatMap(([fault, setting]) => readSetting(kinds, fault, setting));
}

/** A false one is none. */
function readSetting<K extends FaultKinds>(kinds: K, fault: string, given: unknown): FaultSetting<K>[] {
  const kind = Object.hasOwn(kinds, fault) ? kinds[fault] : undefined;
  if (!kind) throw new ControlError(`There is no fault ${fault}; there are ${Object.keys(kinds).join(', ')}`);
  const setting = checkJson(given, asked, [fault]);
  if (setting === false) return [];
  const checked = checkJson(setting === true ? {} : setting, settingOf(kind), [fault]);
  // What its own schema has let through is its setting.
  return [{ fault, ...checked } as FaultSetting<K>];
}

const settingOf = (kind: z.ZodObject) => exactObject({ ...conditions, ...kind.shape });

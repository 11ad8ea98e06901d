import type { Key } from '#lib/dataverse-schema';
import type { FoundKey } from '../environment/environment.js';
import { byHand, byProvision, type Finding } from './difference.js';

/** A key serves under any name, as long as it is over our columns and its index is built. */
export function compareKey(table: string, key: Key, there: readonly FoundKey[]): Finding[] {
  const found = there.find((each) => isOver(each, key)) ?? there.find(({ name }) => name === key.name);
  if (!found) return [missing(table, key)];
  if (isOver(found, key)) return compareIndex(table, found);
  return [
    byHand(
      `is over ${found.columns.join(', ')} where we rely on ${key.columns.join(', ')}`,
      'A key cannot be changed: delete it there and run this again.',
    ),
  ];
}

function missing(table: string, key: Key): Finding {
  if (key.custom) return byProvision('is missing', { do: 'create-key', table, key });
  return byHand('is missing', 'It belongs to the platform: is the app that brings it installed?');
}

function compareIndex(table: string, { name: key, status }: FoundKey): Finding[] {
  if (status === 'Active') return [];
  if (status === 'Failed') return [byProvision(INDEX_FAILED, { do: 'reactivate-key', table, key })];
  return [byProvision(`is ${status}: its index is being built`, { do: 'await-key', table, key })];
}

const INDEX_FAILED =
  'is Failed: its index could not be built, most likely because rows have the same values; find and mend them first';

const isOver = (found: FoundKey, { columns }: Key): boolean =>
  found.columns.length === columns.length && columns.every((name) => found.columns.includes(name));

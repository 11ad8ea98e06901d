import type { StoredRow } from '../../support/dataverse-control.js';
import { type Finding, found } from '../finding.js';
import { groupBy } from '../group-by.js';
import {
  KINDS,
  type Outcome,
  type Told,
  type Values,
  valuesAfter,
  valuesBefore,
  type Verb,
  type Way,
  type Write,
} from './writes.js';

/** A write, and what its process was told of it. */
export interface Entry {
  write: Write;
  way: Way;
  told: Told | undefined;
  /** What it was told when it was given back, and was then written again. */
  before?: Told | undefined;
}

export interface CheckOptions {
  /** Replies may have been lost, so that some outcomes cannot be told apart. */
  isTroubled: boolean;
  /** Nothing may be open any more. */
  isEnd: boolean;
}

/** Holds what was told against the plan, and the rows of the stand-in against both. */
export function check(
  entries: readonly Entry[],
  rows: readonly StoredRow[],
  options: CheckOptions,
): Finding[] {
  const rowsByName = groupBy(rows, (row) => String(row['cw_naturalkey']));
  const entriesByName = groupBy(entries, ({ write }) => write.naturalKey);
  const strangers = [...rowsByName.keys()].filter((name) => !entriesByName.has(name));
  return [
    ...entries.flatMap((entry) => checkTold(entry, options)),
    ...[...entriesByName].flatMap(([name, same]) => checkRow(name, same, rowsByName.get(name) ?? [])),
    ...strangers.map((name): Finding => ({ kind: 'wrong', what: `${name} was written by nobody` })),
  ];
}

/** Nobody knows yet whether it was done, or it was not. */
export const isOpen = (told: Told | undefined): boolean =>
  told === undefined || told.outcome === 'unknown' || told.outcome === 'not-written';

function checkTold({ write, way, told, before }: Entry, { isTroubled, isEnd }: CheckOptions): Finding[] {
  const { naturalKey, kind } = write;
  const { told: right, perhaps, refusedAs, verb, isShared } = KINDS[kind];
  const of = `${naturalKey}, ${kind}, was told ${told?.outcome ?? 'nothing'}`;
  if (told === undefined || isOpen(told))
    return [
      ...found(isEnd, 'wrong', `${of} to the end`),
      ...found(
        told?.outcome === 'unknown' && !told.tried?.some(isSending),
        'wrong',
        `${of}, and it was never sent`,
      ),
    ];
  const mayBe = [
    right[way],
    isTroubled && perhaps?.[way],
    // The other process was sooner.
    isShared && 'updated',
    isUntold(write, way) && 'upserted',
    ...(before?.outcome === 'unknown' ? whenThere[verb] : []),
  ];
  return [
    ...found(!mayBe.includes(told.outcome), 'wrong', `${of} (${told.code ?? ''}) and not ${right[way]}`),
    ...found(refusedAs !== told.code && refusedAs !== undefined, 'wrong', `${of} ${told.code ?? ''}`),
    ...found(
      verb === 'create' && told.id !== undefined && told.id !== write.id,
      'wrong',
      `${of} by another id`,
    ),
  ];
}

const isSending = (step: string): boolean => step.startsWith('sent');

/** What was unknown may be there when it is written again; what was told not to be written may not. */
const whenThere: Readonly<Record<Verb, readonly Outcome[]>> = {
  create: ['unchanged'],
  update: ['unchanged'],
  upsert: ['updated', 'unchanged'],
  delete: ['not-there'],
};

/** `UpsertMultiple` does not say what it did. */
const isUntold = ({ kind }: Write, way: Way): boolean =>
  way === 'bulk' && KINDS[kind].verb === 'upsert' && KINDS[kind].readFirst === undefined;

function checkRow(name: string, entries: readonly Entry[], rows: readonly StoredRow[]): Finding[] {
  const [row, ...others] = rows;
  const states = statesOf(entries);
  const creators = entries.filter(({ told }) => told?.outcome === 'created');
  const isAsItMay = states.some((values) => isSame(values, row));
  const isLost = row === undefined && !isAsItMay;
  const of = [name, entries[0]?.write.kind, ...entries.map(({ told }) => told?.outcome)].join(', ');
  return [
    ...found(others.length > 0, 'doubled', `${name} is there ${rows.length} times`),
    ...found(creators.length > 1, 'wrong', `${name} was created by ${creators.length} processes`),
    ...found(isLost, 'lost', `${of}, is not there`),
    ...found(!isAsItMay && !isLost, 'wrong', `${of}, is as it cannot be`),
    ...found(hasOtherId(entries, row), 'wrong', `${name} has another id than it was given`),
  ];
}

/** What may stand there. Two processes write the same values, so what one has done is the state for both. */
function statesOf(entries: readonly Entry[]): (Values | undefined)[] {
  const [first] = entries;
  if (!first) return [];
  const [before, after] = [valuesBefore(first.write), valuesAfter(first.write)];
  if (entries.some(({ told }) => !isOpen(told))) return [after];
  return entries.some(({ told }) => told?.outcome === 'unknown') ? [before, after] : [before];
}

function isSame(values: Values | undefined, row: StoredRow | undefined): boolean {
  if (!values || !row) return !values && !row;
  const { name, accountNumber, city } = values;
  return row['name'] === name && row['accountnumber'] === accountNumber && row['address1_city'] === city;
}

/** By key, a row has whichever id the service gives it. */
const hasOtherId = ([first]: readonly Entry[], row: StoredRow | undefined): boolean =>
  first !== undefined &&
  row !== undefined &&
  KINDS[first.write.kind].verb !== 'upsert' &&
  row['accountid'] !== first.write.id;

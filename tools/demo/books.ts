import type { PostOutcome } from './poster.js';
import type { SourceRow } from './sources/sources.js';

/** An incident as the stand-in for Dataverse holds it, as far as the books go. */
export interface IncidentRow {
  incidentid: string;
  ticketnumber: string;
  cw_reference: string;
  cw_externalsystem: string;
  cw_externalid: string;
}

export interface Entry {
  row: SourceRow;
  result: PostOutcome;
}

/** What was posted, what was answered, and what is in Dataverse; `differences` is empty when they agree. */
export interface Books {
  posted: number;
  accepted: number;
  repeated: number;
  refused: Record<string, number>;
  expectedRefused: Record<string, number>;
  created: number;
  doubled: number;
  missing: number;
  differences: string[];
}

/**
 * Compares both sides. What must hold: every accepted case is one incident, with our reference and the sender's; every row that
 * a rule refuses was refused, for its location, and no other; nothing came into being that nobody posted.
 */
export function balance(
  entries: readonly Entry[],
  before: readonly IncidentRow[],
  after: readonly IncidentRow[],
): Books {
  const accepted = entries.flatMap(({ row, result }) =>
    result.outcome === 'accepted' ? [{ row, result }] : [],
  );
  const refused = entries.flatMap(({ row, result }) =>
    result.outcome === 'refused' ? [{ row, result }] : [],
  );
  const known = new Set(before.map(({ incidentid }) => incidentid));
  const created = after.filter(({ incidentid }) => !known.has(incidentid));
  const byReference = groupBy(after, ({ cw_reference }) => cw_reference);
  const bySender = groupBy(after, (row) => `${row.cw_externalsystem} ${row.cw_externalid}`);
  const isRightRow = ({ row: { post }, result: { reference } }: (typeof accepted)[number]) => {
    const [incident, ...more] = byReference.get(reference) ?? [];
    const { system, id } = post.externalReference;
    return (
      more.length === 0 &&
      incident?.cw_externalsystem === system &&
      incident.cw_externalid === id &&
      !!incident.ticketnumber
    );
  };
  const posted = new Set(accepted.map(({ result }) => result.reference));
  const sum = {
    missing: accepted.filter((one) => !isRightRow(one)).length,
    doubled: [...byReference.values(), ...bySender.values()].filter((rows) => rows.length > 1).length,
    unasked: created.filter(({ cw_reference }) => !posted.has(cw_reference)).length,
    wronglyRefused: refused.filter(({ row, result }) => !row.refusedBy || !isForLocation(result)).length,
    wronglyAccepted: accepted.filter(({ row }) => row.refusedBy).length,
  };
  return {
    posted: entries.length,
    accepted: accepted.length,
    repeated: accepted.filter(({ result }) => result.repeated).length,
    refused: countBy(
      refused,
      ({ result }) => `${result.code}${result.pointers.map((pointer) => ` ${pointer}`).join('')}`,
    ),
    expectedRefused: countBy(
      entries.flatMap(({ row }) => row.refusedBy ?? []),
      (rule) => rule,
    ),
    created: created.length,
    doubled: sum.doubled,
    missing: sum.missing,
    differences: Object.entries({
      'accepted cases that are not in Dataverse as they should be': sum.missing,
      'cases that are in Dataverse twice': sum.doubled,
      'incidents that nobody posted': sum.unasked,
      'rows that were refused and should not have been': sum.wronglyRefused,
      'rows that were accepted and should not have been': sum.wronglyAccepted,
    }).flatMap(([words, count]) => (count > 0 ? [`${count} ${words}`] : [])),
  };
}

const isForLocation = (result: PostOutcome): boolean =>
  result.outcome === 'refused' &&
  result.code === 'validation-failed' &&
  result.pointers.join() === '/location';

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(items, keyOf)].map(([key, group]) => [key, group.length]));
}

import { DataverseError, type RowOutcome } from '#lib/dataverse';
import type { StoredRow } from '../../support/dataverse-control.js';
import type { PlannedCase, PoisonPlan } from './plan.js';
import { takenKey } from './poisons.js';

/** What was told of the rows, in the order of the plan. */
export interface CaseOutcomes {
  created: readonly RowOutcome<unknown>[];
  changed: readonly RowOutcome<unknown>[];
}

/** What contradicts the plan: exactly the bad rows are refused, each for its own reason, and all others are there. */
export function findingsOf(
  { created, changed }: PoisonPlan,
  outcomes: CaseOutcomes,
  rows: readonly StoredRow[],
): string[] {
  const titles = new Map(
    rows.filter((row) => row['cw_key'] !== takenKey).map((row) => [row['incidentid'], row['title']]),
  );
  const all = [...created, ...changed];
  const good = all.filter(({ poison }) => poison === undefined);
  const absent = good.filter(({ id, title }) => titles.get(id) !== title);
  return [
    ...created.flatMap((one, at) => checkOutcome(one, outcomes.created[at], 'created')),
    ...changed.flatMap((one, at) => checkOutcome(one, outcomes.changed[at], 'updated')),
    ...absent.map(({ title }) => `${title} is not as it should be`),
    ...(titles.size === good.length ? [] : [`${titles.size} rows are there, and not ${good.length}`]),
  ];
}

function checkOutcome(
  { id, title, poison }: PlannedCase,
  told: RowOutcome<unknown> | undefined,
  right: 'created' | 'updated',
): string[] {
  const of = `${title}, ${poison?.name ?? 'good'}, was ${told?.outcome ?? 'told nothing'}`;
  if (!poison) return told?.outcome === right ? [] : [of];
  if (told?.outcome !== 'refused' || !(told.error instanceof DataverseError)) return [of];
  const { code, dataverseCode, words } = told.error;
  if (code === poison.code && dataverseCode === poison.dataverseCode && words.includes(poison.words(id)))
    return [];
  return [`${of} as ${code} ${dataverseCode}: ${words}`];
}

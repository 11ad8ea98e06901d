import { createHash } from 'node:crypto';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import type { QuarantinedRow } from '../../../apps/batch-sync/src/run/sync-runs.js';
import type { StoredRow } from '../../support/dataverse-control.js';
import type { PlannedCase } from './plan.js';

/** What can be seen when a run is over. */
export interface Seen {
  readonly report: RunReport;
  readonly quarantined: readonly QuarantinedRow[];
  /** Those of the source. */
  readonly incidents: readonly StoredRow[];
}

/** Exactly the bad ones are set aside, each for its own reason, and exactly the others are there. */
export function findingsOf(
  cases: readonly PlannedCase[],
  { report, quarantined, incidents }: Seen,
): string[] {
  const good = cases.filter(({ poison }) => poison === undefined);
  const bad = cases.filter(({ poison }) => poison !== undefined);
  return [
    ...runFindings(report, { written: good.length, refused: bad.length }),
    ...reasonFindings(bad, quarantined),
    ...incidentFindings(good, incidents),
  ];
}

/** The same delivery again: what was refused as it is, is not tried again. */
export const sameFindings = ({ report }: Seen): string[] => runFindings(report, { written: 0, refused: 0 });

/** All is mended at the source: exactly that is written, and nothing is set aside any more. */
export function mendedFindings(
  cases: readonly PlannedCase[],
  { report, quarantined, incidents }: Seen,
): string[] {
  const bad = cases.filter(({ poison }) => poison !== undefined);
  return [
    ...runFindings(report, { written: bad.length, refused: 0 }),
    ...quarantined.map(({ key }) => `${key} is still in quarantine`),
    ...incidentFindings(cases, incidents),
  ];
}

function runFindings(
  { state, pending, stages }: RunReport,
  due: { written: number; refused: number },
): string[] {
  const writing = stages.find(({ action }) => action === 'write');
  const sum = (counts: Readonly<Record<string, number | undefined>> = {}) =>
    Object.values(counts).reduce<number>((all, count) => all + (count ?? 0), 0);
  const [written, refused] = [sum(writing?.done), sum(writing?.refused)];
  return [
    ...(state === 'done' ? [] : [`the run is ${state}`]),
    ...(pending === 0 ? [] : [`${pending} rows are pending`]),
    ...(written === due.written ? [] : [`${written} rows are written, and not ${due.written}`]),
    ...(refused === due.refused ? [] : [`${refused} rows are refused, and not ${due.refused}`]),
  ];
}

function reasonFindings(bad: readonly PlannedCase[], quarantined: readonly QuarantinedRow[]): string[] {
  const byKey = new Map(quarantined.map((row) => [row.key, row]));
  const wrong = bad.flatMap(({ good: { number }, poison }) => {
    const row = byKey.get(number);
    byKey.delete(number);
    if (!row || !poison) return [`${number} is not in quarantine: ${poison?.name ?? ''}`];
    const isItsOwn = row.code === poison.code && row.says.includes(poison.words);
    return isItsOwn ? [] : [`${number} is in quarantine for ${row.code}, ${row.says}: ${poison.name}`];
  });
  return [
    ...wrong,
    ...[...byKey.keys()].map((key) => `${key} is in quarantine, and nothing is wrong with it`),
  ];
}

function incidentFindings(cases: readonly PlannedCase[], incidents: readonly StoredRow[]): string[] {
  const titles = new Map(incidents.map((row) => [row['cw_key'], row['title']]));
  const wrong = cases.flatMap(({ good: { number, title } }) => {
    const cwKey = createHash('sha256').update(`cases\u001f${number}`).digest('hex');
    return titles.get(cwKey) === title ? [] : [`${number} is not there as it was delivered`];
  });
  return incidents.length === cases.length ? wrong : [...wrong, `${incidents.length} cases are there`];
}

import type { Integration } from '../../catalogue/integration.js';
import type { Refusal } from '../delivery-report.js';

/** Shares are compared as quotients, which are exact where both are the same fraction. */
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

const percent = (value: number) => `${String(Number((value * 100).toFixed(2)))} %`;

/** Refuses what has no row, lost some on its way, or has too many rows that are rejected. */
export function guardRows(
  { guards }: Pick<Integration, 'guards'>,
  { read, announced, rejected }: { read: number; announced: number; rejected: number },
): Refusal | undefined {
  if (read !== announced)
    return { code: 'rows-missing', says: `Its writer announced ${announced} rows, and ${read} are there.` };
  if (read === 0) return { code: 'no-rows', says: 'It has no row.' };
  if (share(rejected, read) > guards.rejected)
    return {
      code: 'too-many-rejected',
      says: `${rejected} of its ${read} rows are rejected (${percent(rejected / read)}); up to ${percent(guards.rejected)} may be.`,
    };
  return undefined;
}

/** Refuses what would deactivate too many of the rows. An approval lifts it. */
export function guardGone(
  { guards }: Pick<Integration, 'guards'>,
  { deactivated, activeBefore }: { deactivated: number; activeBefore: number },
): Refusal | undefined {
  if (share(deactivated, activeBefore) <= guards.deactivated) return undefined;
  return {
    code: 'too-many-gone',
    says:
      `It lacks ${deactivated} of ${activeBefore} active rows (${percent(deactivated / activeBefore)}); ` +
      `up to ${percent(guards.deactivated)} may be deactivated unless somebody approves of it (--approve-deactivations, goneApproved).`,
  };
}

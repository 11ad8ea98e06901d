import type {
  Adoption,
  StepAdoption,
  Stamped,
  ToldRows,
} from '../../../apps/batch-sync/src/adopt/adoption.js';
import { countsInWords, inDigits } from '../../../apps/batch-sync/src/report/table-markup.js';

/** What was found, as a person reads it at a terminal. */
export const adoptionInWords = ({ steps }: Adoption): string => steps.map(stepInWords).join('\n\n');

function stepInWords({ step, table, found, unclaimed, already, stamped, ...matched }: StepAdoption): string {
  const { unique, ambiguous, none } = matched;
  return [
    `${step}, among ${inDigits(found)} rows of ${table} without a key`,
    `already    ${inDigits(already)}`,
    `unique     ${rowsInWords(unique)}`,
    `ambiguous  ${rowsInWords(ambiguous)}`,
    `none       ${rowsInWords(none)}`,
    `unclaimed  ${inDigits(unclaimed)}`,
    stamped ? `stamped    ${stampedInWords(stamped)}` : 'Nothing was written.',
  ].join('\n');
}

const rowsInWords = ({ rows, keys }: ToldRows): string =>
  `${inDigits(rows)}${keys.length > 0 ? ` (${keys.join(', ')}${rows > keys.length ? ', …' : ''})` : ''}`;

function stampedInWords({ stamped, changed, refused, open }: Stamped): string {
  const others = [
    changed.rows > 0 ? `changed meanwhile ${rowsInWords(changed)}` : [],
    ...Object.entries({ refused, open }).map(([how, counts]) =>
      Object.keys(counts).length > 0 ? `${how} ${countsInWords(counts)}` : [],
    ),
  ].flat();
  return [inDigits(stamped), ...others].join(', ');
}

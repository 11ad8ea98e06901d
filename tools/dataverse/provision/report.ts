import Table from 'cli-table3';
import type { Difference } from './plan/difference.js';
import { obstaclesIn } from './plan/plan.js';
import { remedyInWords } from './words.js';

/** One difference, as --json writes it. */
export const differenceForJson = ({ part, name, says, remedy }: Difference) => ({
  part,
  name,
  difference: says,
  by: remedy.by,
  remedy: remedyInWords(remedy),
});

/** The differences as a table for people. */
export function differencesAsTable(differences: readonly Difference[]): string {
  const table = new Table({
    head: ['part', 'name', 'difference', 'what to do'],
    style: { head: [], border: [], compact: true },
    colWidths: [null, null, 46, 54],
    wordWrap: true,
  });
  table.push(
    ...differences.map(({ part, name, says, remedy }) => [
      part,
      name,
      printable(says),
      remedyInWords(remedy),
    ]),
  );
  return table.toString();
}

/** Labels are what somebody typed somewhere, so nothing in them may steer the terminal. */
const printable = (text: string): string => text.replace(/\p{C}/gu, ' ');

/** How many there are, and who can mend them. */
export function differencesInWords(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'Nothing differs: the environment is as the schema says.';
  const mendable = differences.filter(({ remedy }) => remedy.by === 'provision').length;
  const noun = differences.length === 1 ? 'difference' : 'differences';
  const numbers = `${differences.length} ${noun}: ${mendable} for provision, ${differences.length - mendable} for somebody's hands.`;
  if (obstaclesIn(differences).length === 0) return numbers;
  return `${numbers} Provision does nothing until the publisher and the solution are right.`;
}

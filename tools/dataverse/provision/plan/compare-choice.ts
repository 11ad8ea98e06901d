import type { GlobalChoice } from '#lib/dataverse-schema';
import type { FoundChoice } from '../environment/environment.js';
import { compareOptions } from './compare-options.js';
import { byProvision, type Difference, type Finding } from './difference.js';

/** A global choice: all of them are ours. */
export const compareChoice = (choice: GlobalChoice, found: FoundChoice | undefined): Difference[] =>
  findings(choice, found).map((finding) => ({ part: 'choice', name: choice.name, ...finding }));

function findings(choice: GlobalChoice, found: FoundChoice | undefined): Finding[] {
  if (!found) return [byProvision('is missing', { do: 'create-choice', choice })];
  const options = compareOptions({ choice: choice.name }, choice.values, found.values);
  if (found.label === choice.label) return options;
  const says = `is called "${found.label ?? ''}" where we say "${choice.label}"`;
  return [byProvision(says, { do: 'rename-choice', choice, id: found.id }), ...options];
}

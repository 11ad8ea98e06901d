import type { Option } from '#lib/dataverse-schema';
import type { FoundOption } from '../environment/environment.js';
import { byHand, byProvision, type Finding, type OptionOwner } from './difference.js';

/**
 * The options of a choice of ours. What others added stays: a choice may have more options than we know. An option whose words
 * stand beside another value is not added again, since people could not tell the two apart.
 */
export const compareOptions = (
  of: OptionOwner,
  wanted: readonly Option[],
  found: readonly FoundOption[],
): Finding[] => wanted.flatMap((option) => compareOption(of, option, found));

function compareOption(of: OptionOwner, option: Option, found: readonly FoundOption[]): Finding[] {
  const there = found.find(({ value }) => value === option.value);
  const told = `${option.value} "${option.label}"`;
  if (there) {
    if (there.label === option.label) return [];
    const says = `calls the option ${option.value} "${there.label ?? ''}" where we say "${option.label}"`;
    return [byProvision(says, { do: 'rename-option', of, option })];
  }
  const namesake = found.find(({ label }) => label === option.label);
  if (!namesake) return [byProvision(`lacks the option ${told}`, { do: 'insert-option', of, option })];
  return [
    byHand(
      `has "${option.label}" as ${namesake.value} where we rely on ${option.value}`,
      'Rows may have that value: move them to ours and delete the option, or give the schema its value.',
    ),
  ];
}

/** The options of a choice of the platform's, whose words are nobody's business but the environment's. */
export function compareStandardOptions(wanted: readonly Option[], found: readonly FoundOption[]): Finding[] {
  const missing = wanted.filter((option) => !found.some(({ value }) => value === option.value));
  return missing.map(({ value, label }) =>
    byHand(`lacks the option ${value} "${label}"`, 'Add it there, or take it out of the schema.'),
  );
}

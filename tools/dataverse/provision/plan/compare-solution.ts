import type { Schema } from '#lib/dataverse-schema';
import type { Environment } from '../environment/environment.js';
import { byHand, byProvision, type Difference, type Finding } from './difference.js';

/** The solution that holds what is ours, and the publisher whose prefixes its names have. */
export const compareSolution = ({ publisher }: Schema, environment: Environment): Difference[] => [
  ...comparePublisher(publisher, environment).map((finding): Difference => ({
    part: 'publisher',
    name: publisher.name,
    ...finding,
  })),
  ...compareOwner(publisher, environment).map((finding): Difference => ({
    part: 'solution',
    name: publisher.solution,
    ...finding,
  })),
];

const PREFIX =
  'Names have it for good: name another publisher with --publisher, or take its prefixes into the schema.';

function comparePublisher(publisher: Schema['publisher'], { publisher: found }: Environment): Finding[] {
  if (!found) return [byProvision('is missing', { do: 'create-publisher', publisher })];
  const { prefix, optionValuePrefix } = publisher;
  return [
    ...(found.prefix === prefix
      ? []
      : [byHand(`has the prefix ${found.prefix} where we rely on ${prefix}`, PREFIX)]),
    ...(found.optionValuePrefix === optionValuePrefix
      ? []
      : [
          byHand(
            `has the option prefix ${found.optionValuePrefix} where we rely on ${optionValuePrefix}`,
            PREFIX,
          ),
        ]),
  ];
}

function compareOwner(
  publisher: Schema['publisher'],
  { publisher: found, solution }: Environment,
): Finding[] {
  if (!solution) return [byProvision('is missing', { do: 'create-solution', publisher })];
  if (solution.publisherId === found?.id) return [];
  return [
    byHand(`does not belong to the publisher ${publisher.name}`, 'Name another solution with --solution.'),
  ];
}

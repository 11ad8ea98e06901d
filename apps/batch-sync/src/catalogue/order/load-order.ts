import type { Adopt } from '../adopt.js';
import type { Integration } from '../integration.js';
import type { Target } from '../target.js';
import { lookedUp } from './parents-of.js';
import { type Order, parentsFirst } from './parents-first.js';

/** Rows of one kind that an integration writes. */
export interface LoadStep {
  /** `integration`, or `integration/entity`: the source system in the keys of these rows. */
  name: string;
  target: Target;
  /** How its rows are found that Dataverse had before. */
  adopt?: Adopt | undefined;
}

/** What an integration writes, parents before children. */
export function loadSteps(integration: Integration): LoadStep[] {
  const steps = stepsOf(integration);
  return orderOf(steps).names.flatMap((name) => steps.find((step) => step.name === name) ?? []);
}

/** Rows of an integration that would have to be there before themselves. */
export const loadCircles = (integration: Integration): Order['circles'] =>
  orderOf(stepsOf(integration)).circles;

const stepsOf = ({ name, target, adopt, entities }: Integration): LoadStep[] => [
  { name, target, adopt },
  ...Object.entries(entities).map(([entity, derived]) => ({
    name: `${name}/${entity}`,
    target: derived.target,
    adopt: derived.adopt,
  })),
];

const orderOf = (steps: readonly LoadStep[]): Order =>
  parentsFirst(
    steps.map(({ name }) => name),
    (name) => steps.filter((step) => step.name === name).flatMap(({ target }) => lookedUp(target)),
  );

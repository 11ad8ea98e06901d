import type { Integration } from '../integration.js';
import type { Target } from '../target.js';

/** The integrations whose rows must be there before those of this one. */
export function parentsOf({ name, rules, target, entities }: Integration): string[] {
  const references = rules.flatMap(({ reference }) => reference?.to ?? []);
  const lookups = [target, ...Object.values(entities).map((entity) => entity.target)].flatMap(lookedUp);
  return [...new Set([...references, ...lookups.map(integrationOf)])].filter((parent) => parent !== name);
}

/** What a target binds, as `integration` or `integration/entity`. */
export const lookedUp = ({ columns }: Target): string[] =>
  Object.values(columns).flatMap((mapping) => ('lookup' in mapping ? mapping.lookup.to : []));

const integrationOf = (to: string) => to.split('/', 1)[0] ?? to;

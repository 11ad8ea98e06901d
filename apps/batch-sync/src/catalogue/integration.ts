import { z } from 'zod';
import { computedColumn, sourceColumn } from './column.js';
import { columnName, integrationName, words } from './names.js';
import { rule } from './rule.js';
import { source } from './source.js';
import { derivedEntity, target } from './target.js';

const share = z.number().min(0).max(1);

/** One file of the catalogue: who needs what from where, by which pattern, under which rules. */
export const integration = z.strictObject({
  name: integrationName,
  owner: words,
  need: words,
  pattern: z.literal('batch'),
  source,
  /** When it runs by itself, in the words of cron and in UTC; only when somebody says so unless given. */
  schedule: words.optional(),
  /** The natural key: the values of these columns, with `|` between them. */
  key: z.array(columnName).min(1),
  columns: z.record(columnName, sourceColumn),
  computed: z.record(columnName, computedColumn).default({}),
  rules: z.array(rule).default([]),
  /** A delivery is all there is, or what is new. */
  delivers: z.enum(['everything', 'news']).default('everything'),
  /** What becomes of a row that a delivery of everything lacks. */
  gone: z.enum(['deactivated', 'kept']).default('deactivated'),
  /** Beyond these a delivery is refused whole. Shares of its rows, and of the active rows. */
  guards: z.strictObject({ rejected: share.default(0.2), deactivated: share.default(0.2) }).prefault({}),
  target,
  entities: z.record(columnName, derivedEntity).default({}),
  lane: z.enum(['batch', 'event']).default('batch'),
  /** The setting prefix of the application user's credentials; the service's own unless given. */
  applicationUser: words.optional(),
});

/** An integration as the catalogue tells it. */
export type Integration = z.output<typeof integration>;

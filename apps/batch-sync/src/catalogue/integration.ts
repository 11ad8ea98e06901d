import { z } from 'zod';
import { adopt } from './adopt.js';
import { computedColumn, sourceColumn } from './column.js';
import { columnName, integrationName, words } from './names.js';
import { rule } from './rule.js';
import { source } from './source.js';
import { derivedEntity, target } from './target.js';

const share = z.number().min(0).max(1);

/**
 * One file of the catalogue: who needs what from where, by which pattern, under which rules. Unknown words are mistakes. Editors read the
 * same form from integrations/integration.schema.json, which is made of this one.
 */
export const integration = z.strictObject({
  name: integrationName.describe(
    "The file's name without .yaml. It is the source system in the keys of its rows.",
  ),
  owner: words.describe('Who answers for the source.'),
  need: words.describe('What it is for, and for whom.'),
  pattern: z.literal('batch').describe('Extract, stage, transform, load.'),
  source,
  schedule: words
    .optional()
    .describe('When it runs by itself, in the words of cron and in UTC. Default: when somebody says so.'),
  key: z
    .array(columnName)
    .min(1)
    .describe('The natural key: the values of these columns, with | between them.'),
  columns: z.record(columnName, sourceColumn).describe('What is taken from the source.'),
  computed: z.record(columnName, computedColumn).default({}).describe('What follows from it.'),
  rules: z
    .array(rule)
    .default([])
    .describe(
      'Why rows are refused, in their order; after R0 malformed, R1 without a key, R2 with a key that was there.',
    ),
  delivers: z
    .enum(['everything', 'news'])
    .default('everything')
    .describe('A delivery is all there is, or what is new.'),
  gone: z
    .enum(['deactivated', 'kept'])
    .default('deactivated')
    .describe('What becomes of a row that a delivery of everything lacks.'),
  guards: z
    .strictObject({ rejected: share.default(0.2), deactivated: share.default(0.2) })
    .prefault({})
    .describe('Beyond these a delivery is refused whole. Shares of its rows, and of the active rows.'),
  target: target.describe('Where its rows go in Dataverse.'),
  adopt: adopt.optional(),
  entities: z
    .record(columnName, derivedEntity)
    .default({})
    .describe('Further rows that follow from those that were accepted.'),
  lane: z.enum(['batch', 'event']).default('batch').describe('Of the shared budget.'),
  applicationUser: words
    .optional()
    .describe("The setting prefix of the application user's credentials. Default: the service's own."),
});

/** An integration as the catalogue tells it. */
export type Integration = z.output<typeof integration>;

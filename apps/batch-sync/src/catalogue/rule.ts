import { z } from 'zod';
import { columnName, expression, integrationName, words } from './names.js';

const reason = z
  .string()
  .regex(/^[A-Z][0-9]{1,2}$/, 'must be a letter and a number, such as R3')
  .describe('The code that reports count it under. R0, R1 and R2 are those of every integration.');

/** Why a row is refused by its source's own rules. Rules are tried in their order; the first that a row breaks says so. */
export const rule = z
  .strictObject({
    reason,
    says: words.describe('The same in words, for who mends the row.'),
    required: z.array(columnName).min(1).optional().describe('Each of these must have a value.'),
    number: z
      .strictObject({
        column: columnName,
        min: z.number().optional(),
        max: z.number().optional(),
        whole: z.boolean().default(false),
      })
      .optional()
      .describe('The column must have a value that is a number, within these bounds.'),
    reference: z
      .strictObject({ column: columnName, to: integrationName })
      .optional()
      .describe(
        'The column must hold the key of an accepted, active row of that integration; a row without a value passes.',
      ),
    unless: expression.optional().describe('For all other cases: a condition of SQL that must not be true.'),
  })
  .refine(
    ({ required, number, reference, unless }) =>
      [required, number, reference, unless].filter((each) => each !== undefined).length === 1,
    { error: 'must have one of required, number, reference and unless' },
  );

export type Rule = z.output<typeof rule>;

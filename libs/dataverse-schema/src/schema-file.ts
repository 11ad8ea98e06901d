import { z } from 'zod';

/** As the platform keeps it. */
const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a logical name has lower-case letters, digits and _');
const label = z.string().min(1).describe('What people see.');

const words = {
  label: label.optional(),
  description: z.string().optional(),
  custom: z.boolean().default(false).describe('Ours: what provisioning creates. The rest is compared only.'),
};

const option = z.strictObject({ value: z.int(), label });
const options = z.array(option).nonempty();

const shared = {
  ...words,
  schemaName: z.string().optional().describe('The name with capitals. Default: the logical name.'),
  required: z
    .enum(['system', 'application'])
    .optional()
    .describe('`system` is enforced by the Web API; `application` by forms only.'),
  set: z
    .enum(['server', 'onCreate'])
    .optional()
    .describe('Who sets it: the server alone, or the client when it creates the row and never after.'),
};

const textColumn = z.strictObject({
  type: z.enum(['string', 'memo']),
  length: z.int().positive().describe('In characters.'),
  autonumber: z.string().optional().describe('Such as CAS-{SEQNUM:5}-{RANDSTRING:6}.'),
  default: z.string().optional(),
  ...shared,
});

const choiceColumn = z.strictObject({
  type: z.literal('choice'),
  values: options.optional(),
  choice: name.optional().describe('The name of a global choice.'),
  default: z.int().optional(),
  ...shared,
});

const numberColumn = z.strictObject({
  type: z.enum(['integer', 'double', 'decimal']),
  min: z.number().optional(),
  max: z.number().optional(),
  precision: z.int().min(0).max(10).optional().describe('Digits after the point; 5 at most for a double.'),
  default: z.number().optional(),
  ...shared,
});

const booleanColumn = z.strictObject({
  type: z.literal('boolean'),
  default: z.boolean().optional(),
  ...shared,
});

const plainColumn = z.strictObject({ type: z.enum(['date', 'datetime', 'uniqueidentifier']), ...shared });

const target = z.strictObject({
  property: z
    .string()
    .describe('The single-valued navigation property to bind by, such as customerid_account.'),
  relationship: z.string(),
  onDelete: z.enum(['cascade', 'removeLink', 'restrict']).default('removeLink'),
});

const lookupColumn = z.strictObject({
  type: z.literal('lookup'),
  targets: z
    .record(name, target)
    .refine((targets) => Object.keys(targets).length > 0, 'a lookup refers to a table at least'),
  ...shared,
});

const column = z.discriminatedUnion('type', [
  textColumn,
  choiceColumn,
  numberColumn,
  booleanColumn,
  plainColumn,
  lookupColumn,
]);

const state = z.strictObject({
  state: z.int(),
  label,
  statuses: z.array(option.extend({ default: z.boolean().optional() })).nonempty(),
});

const key = z.strictObject({ columns: z.array(name).min(1).max(16), ...words });

const table = z.strictObject({
  entitySet: name,
  schemaName: z.string().optional(),
  primaryId: name,
  primaryName: name.optional().describe('The column that names a row to people.'),
  pluralLabel: label.optional().describe('What people see for many of them.'),
  changeTracking: z
    .boolean()
    .default(true)
    .describe('Whether changes of the rows of a table of ours can be asked for.'),
  personal: z
    .boolean()
    .default(false)
    .describe(
      'Whether its rows are people: then what tells one from another is kept as a hash with a secret only.',
    ),
  ownership: z
    .enum(['user', 'organization'])
    .default('user')
    .describe('Who owns the rows of a table of ours.'),
  ...words,
  columns: z.record(name, column),
  state: z.array(state).default([]),
  keys: z.record(name, key).default({}),
});

/**
 * The form of dataverse/schema.yaml. Unknown words are mistakes, so that a typing error does not silently leave something out.
 * Editors read the same form from dataverse/schema.schema.json, which is made of this file.
 */
export const schemaFile = z.strictObject({
  publisher: z.strictObject({
    name,
    label,
    prefix: z.string().regex(/^[a-z][a-z0-9]{1,7}$/, 'a prefix has 2 to 8 lower-case letters and digits'),
    optionValuePrefix: z
      .int()
      .min(10_000)
      .max(99_999)
      .describe('The first five digits of our option values.'),
    solution: z.string().regex(/^\w+$/).describe('The unique name of the solution that holds what is ours.'),
  }),
  choices: z
    .record(name, z.strictObject({ label, description: z.string().optional(), values: options }))
    .default({})
    .describe('Global choices; all of them are ours.'),
  tables: z.record(name, table),
});

export type SchemaFile = z.output<typeof schemaFile>;
export type FileTable = z.output<typeof table>;
export type FileColumn = z.output<typeof column>;

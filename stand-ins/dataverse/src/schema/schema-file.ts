import { z } from 'zod';
import { LARGEST_FILE_KB } from './column.js';

/** The form of dataverse/schema.yaml, as far as the stand-in reads it. */
const option = z.object({ value: z.int(), label: z.string() });

const words = {
  /** What people see. */
  label: z.string().optional(),
  description: z.string().optional(),
  /** Ours: what provisioning creates. */
  custom: z.boolean().optional(),
};

const target = z.object({
  property: z.string(),
  relationship: z.string(),
  onDelete: z.enum(['cascade', 'removeLink', 'restrict']).default('removeLink'),
});

const column = z.object({
  type: z.enum([
    'string',
    'memo',
    'choice',
    'integer',
    'double',
    'decimal',
    'boolean',
    'date',
    'datetime',
    'uniqueidentifier',
    'lookup',
    'file',
    'image',
  ]),
  length: z.int().positive().optional(),
  autonumber: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  precision: z.int().min(0).max(10).optional(),
  values: z.array(option).nonempty().optional(),
  /** The name of a global choice. */
  choice: z.string().optional(),
  targets: z.record(z.string(), target).optional(),
  /** Of a file, at most 10 GB; of an image, at most 30 MB. */
  maxSizeInKB: z.int().positive().max(LARGEST_FILE_KB).optional(),
  canStoreFullImage: z.boolean().optional(),
  isPrimaryImage: z.boolean().optional(),
  required: z.enum(['system', 'application', 'recommended']).optional(),
  set: z.enum(['server', 'onCreate']).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  schemaName: z.string().optional(),
  ...words,
});

/** The options alone, or with words about them. */
const choice = z.union([
  z.array(option).transform((values) => ({ values, label: undefined, description: undefined })),
  z.object({ ...words, values: z.array(option) }),
]);

const table = z.object({
  entitySet: z.string(),
  /** The name as the platform writes it in messages; the logical name with a capital when left out. */
  schemaName: z.string().optional(),
  primaryId: z.string(),
  primaryName: z.string().optional(),
  /** What people see for many of them. */
  pluralLabel: z.string().optional(),
  /** Whose the rows are. */
  ownership: z.enum(['user', 'organization']).default('user'),
  /** Whether changes of the rows can be asked for. */
  changeTracking: z.boolean().default(true),
  ...words,
  columns: z.record(z.string(), column),
  state: z
    .array(
      z.object({
        state: z.int(),
        label: z.string(),
        statuses: z.array(option.extend({ default: z.boolean().optional() })).nonempty(),
      }),
    )
    .default([]),
  keys: z
    .record(
      z.string(),
      z.object({
        columns: z.array(z.string()).min(1).max(16),
        schemaName: z.string().optional(),
        ...words,
      }),
    )
    .default({}),
});

export const schemaFile = z.object({
  publisher: z
    .object({
      name: z.string(),
      label: z.string().optional(),
      prefix: z.string(),
      /** What the numbers of its options begin with. */
      optionValuePrefix: z.int().default(10_000),
      solution: z.string(),
    })
    .default({ name: 'causeway', prefix: 'cw', optionValuePrefix: 10_000, solution: 'Causeway' }),
  choices: z.record(z.string(), choice).default({}),
  tables: z.record(z.string(), table),
});

export type SchemaFile = z.output<typeof schemaFile>;
export type FileTable = z.output<typeof table>;
export type FileColumn = z.output<typeof column>;

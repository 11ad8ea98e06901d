import { z } from 'zod';
import { missing } from '../../not-implemented.js';
import type { Context } from '../../operations/request.js';
import {
  DEFAULT_FILE_KB,
  DEFAULT_IMAGE_KB,
  LARGEST_FILE_KB,
  LARGEST_IMAGE_KB,
  type Column,
  type Requirement,
} from '../../schema/column.js';
import type { Fields } from '../../writes/read-fields.js';
import { attributeCasts } from '../attribute-types.js';
import { badDefinition, notCreatable } from '../refusals.js';
import { boundChoice, readOptions, readWords, type OptionPrefix } from './read-options.js';
import { readAs, refuseUndeclared, typeName } from './read-body.js';
import { label, readLabel } from './read-label.js';

const LEVELS = {
  None: undefined,
  Recommended: 'recommended',
  ApplicationRequired: 'application',
  SystemRequired: 'system',
} as const satisfies Record<string, Requirement | undefined>;

const shared = z.looseObject({
  SchemaName: z.string().optional(),
  DisplayName: label,
  Description: label,
  IsPrimaryName: z.boolean().nullish(),
  RequiredLevel: z
    .object({ Value: z.enum(['None', 'Recommended', 'ApplicationRequired', 'SystemRequired']) })
    .nullish(),
});

/** What all columns have in common. The name is for whoever asked to say. */
export type Words = ReturnType<typeof readShared>;

/** A column's definition, before it has a place: what the client says of it, with the defaults of the platform. */
export interface ReadColumn {
  schemaName: string | undefined;
  isPrimaryName: boolean;
  toColumn(name: string): Column;
}

const bounds = z.looseObject({ MinValue: z.number().nullish(), MaxValue: z.number().nullish() });
const precise = bounds.extend({ Precision: z.int().min(0).max(10).nullish() });

const text = (longest: number) =>
  z.looseObject({
    MaxLength: z.int().min(1).max(longest).nullish(),
    FormatName: z.object({ Value: z.string() }).nullish(),
    Format: z.string().nullish(),
    AutoNumberFormat: z.string().nullish(),
  });
const stringBody = text(4_000);
const memoBody = text(1_048_576);
const booleanBody = z.looseObject({ DefaultValue: z.boolean().nullish(), OptionSet: z.unknown().optional() });
const choiceBody = z.looseObject({ DefaultFormValue: z.int().nullish(), OptionSet: z.unknown().optional() });
const dateBody = z.looseObject({
  Format: z.enum(['DateOnly', 'DateAndTime']).nullish(),
  DateTimeBehavior: z.object({ Value: z.enum(['UserLocal', 'DateOnly', 'TimeZoneIndependent']) }).nullish(),
});

const fileBody = z.looseObject({ MaxSizeInKB: z.int().min(1).max(LARGEST_FILE_KB).nullish() });
const imageBody = z.looseObject({
  MaxSizeInKB: z.int().min(1).max(LARGEST_IMAGE_KB).nullish(),
  CanStoreFullImage: z.boolean().nullish(),
  IsPrimaryImage: z.boolean().nullish(),
});

type Reader = (
  fields: Fields,
  words: Words & { name: string },
  context: Context,
  prefix: OptionPrefix,
) => Column;

const range = ({ MinValue, MaxValue }: z.output<typeof bounds>) => ({
  min: MinValue ?? undefined,
  max: MaxValue ?? undefined,
});

const number =
  (type: 'double' | 'decimal'): Reader =>
  (fields, words) => {
    const body = readAs(precise, fields);
    return { ...words, type, ...range(body), precision: body.Precision ?? undefined };
  };

/** The types of columns that can be made so, by the name of their metadata: webapi/create-update-column-definitions-using-web-api. */
const READERS: Readonly<Record<string, Reader>> = {
  StringAttributeMetadata: (fields, words) => {
    const { MaxLength, FormatName, Format, AutoNumberFormat } = readAs(stringBody, fields);
    const format = FormatName?.Value ?? Format ?? undefined;
    return {
      ...words,
      type: 'string',
      length: MaxLength ?? 100,
      format,
      autonumber: AutoNumberFormat || undefined,
    };
  },
  MemoAttributeMetadata: (fields, words) => ({
    ...words,
    type: 'memo',
    length: readAs(memoBody, fields).MaxLength ?? 2_000,
  }),
  IntegerAttributeMetadata: (fields, words) => ({
    ...words,
    type: 'integer',
    ...range(readAs(bounds, fields)),
  }),
  BigIntAttributeMetadata: (_, words) => ({ ...words, type: 'bigint' }),
  DoubleAttributeMetadata: number('double'),
  DecimalAttributeMetadata: number('decimal'),
  BooleanAttributeMetadata: (fields, words) => {
    const { DefaultValue, OptionSet } = readAs(booleanBody, fields);
    return { ...words, type: 'boolean', default: DefaultValue ?? false, words: readWords(OptionSet) };
  },
  DateTimeAttributeMetadata: (fields, words) => {
    const { Format, DateTimeBehavior } = readAs(dateBody, fields);
    const behavior = DateTimeBehavior?.Value ?? 'UserLocal';
    if (behavior === 'DateOnly') return { ...words, type: 'date' };
    return { ...words, type: 'datetime', format: Format ?? 'DateAndTime', behavior };
  },
  PicklistAttributeMetadata: (fields, words, context, prefix) => {
    const { DefaultFormValue, OptionSet } = readAs(choiceBody, fields);
    const choice = boundChoice(context, fields);
    const values = choice ? choice.options : readOptions(OptionSet, prefix);
    const initial = DefaultFormValue === -1 ? undefined : (DefaultFormValue ?? undefined);
    return { ...words, type: 'choice', values, choice: choice?.name, default: initial };
  },
  FileAttributeMetadata: (fields, words) => ({
    ...words,
    type: 'file',
    set: 'server',
    maxSizeInKB: readAs(fileBody, fields).MaxSizeInKB ?? DEFAULT_FILE_KB,
  }),
  ImageAttributeMetadata: (fields, words) => {
    const { MaxSizeInKB, CanStoreFullImage, IsPrimaryImage } = readAs(imageBody, fields);
    return {
      ...words,
      type: 'image',
      maxSizeInKB: MaxSizeInKB ?? DEFAULT_IMAGE_KB,
      canStoreFullImage: CanStoreFullImage === true,
      isPrimaryImage: IsPrimaryImage === true,
    };
  },
};

const LACKING = new Set(['Money', 'MultiSelectPicklist', 'EntityName', 'ManagedProperty']);

/** Throws a DataverseError for what is no column, and 501 for the types that the stand-in lacks. */
export function readColumn(context: Context, fields: Fields, prefix: OptionPrefix): ReadColumn {
  const name = typeName(fields);
  if (!name) throw badDefinition('A column needs its @odata.type');
  if (LACKING.has(name.replace(/AttributeMetadata$/, ''))) throw missing('columnTypes', name);
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const type = attributeCasts.find((candidate) => candidate.name === name);
  if (!type) throw badDefinition(`${name} is no type of column`);
  refuseUndeclared(fields, type);
  if (!reader) throw notCreatable(name);
  const { SchemaName, IsPrimaryName } = readAs(shared, fields);
  return {
    schemaName: SchemaName,
    isPrimaryName: IsPrimaryName === true,
    toColumn: (column) => reader(fields, { ...readShared(fields), name: column }, context, prefix),
  };
}

/** The words about a column that any definition of one has; also of a lookup, which comes with its relationship. */
export function readShared(fields: Fields) {
  const { SchemaName, DisplayName, Description, RequiredLevel } = readAs(shared, fields);
  return {
    schemaName: SchemaName,
    label: readLabel(DisplayName, 'DisplayName'),
    description: readLabel(Description, 'Description'),
    required: LEVELS[RequiredLevel?.Value ?? 'None'],
    custom: true,
  };
}

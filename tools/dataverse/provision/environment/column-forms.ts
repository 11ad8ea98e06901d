import { z } from 'zod';
import type { Particulars } from './environment.js';
import { optionsIn } from './read-choices.js';

/** How the columns of one type are asked for what only that type has. */
export interface ColumnForm {
  /** The type that the columns are cast to. What several types share, the service does not cast to. */
  cast: string;
  query: string;
  form: z.ZodType<Particulars>;
}

const maybe = <Form extends z.ZodType>(form: Form) => form.nullish().transform((value) => value ?? undefined);

const text = z.object({ MaxLength: maybe(z.number()) }).transform((of) => without({ length: of.MaxLength }));

const number = z
  .object({ MinValue: maybe(z.number()), MaxValue: maybe(z.number()), Precision: maybe(z.number()) })
  .transform((of) => without({ min: of.MinValue, max: of.MaxValue, precision: of.Precision }));

const moment = z.object({ Format: maybe(z.string()) }).transform((of) => without({ format: of.Format }));

const lookup = z.object({ Targets: z.array(z.string()) }).transform((of) => ({ targets: of.Targets }));

const choice = (language: number) => {
  const optionSet = maybe(
    z.object({ Options: optionsIn(language), Name: maybe(z.string()), IsGlobal: maybe(z.boolean()) }),
  );
  return z
    .object({ OptionSet: optionSet, GlobalOptionSet: optionSet })
    .transform(({ OptionSet: own, GlobalOptionSet: shared }) =>
      without({
        values: (shared ?? own)?.Options,
        choice: shared?.IsGlobal === false ? undefined : shared?.Name,
      }),
    );
};

const lookupForm = { cast: 'Lookup', query: '$select=LogicalName,Targets', form: lookup };
const ownOptions = '$select=LogicalName&$expand=OptionSet($select=Options)';

/**
 * By the platform's word for a type; a type that is not here has nothing more that we compare. The casts:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export const columnForms = (language: number): Readonly<Record<string, ColumnForm>> => ({
  StringType: { cast: 'String', query: '$select=LogicalName,MaxLength', form: text },
  MemoType: { cast: 'Memo', query: '$select=LogicalName,MaxLength', form: text },
  IntegerType: { cast: 'Integer', query: '$select=LogicalName,MinValue,MaxValue', form: number },
  DoubleType: { cast: 'Double', query: '$select=LogicalName,MinValue,MaxValue,Precision', form: number },
  DecimalType: { cast: 'Decimal', query: '$select=LogicalName,MinValue,MaxValue,Precision', form: number },
  DateTimeType: { cast: 'DateTime', query: '$select=LogicalName,Format', form: moment },
  LookupType: lookupForm,
  CustomerType: lookupForm,
  OwnerType: lookupForm,
  PicklistType: {
    cast: 'Picklist',
    query: `${ownOptions},GlobalOptionSet($select=Name,IsGlobal,Options)`,
    form: choice(language),
  },
  StateType: { cast: 'State', query: ownOptions, form: choice(language) },
  StatusType: { cast: 'Status', query: ownOptions, form: choice(language) },
});

/** What the answer leaves out is left out. */
const without = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Particulars;

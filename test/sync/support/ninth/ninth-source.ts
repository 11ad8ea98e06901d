import fc from 'fast-check';
import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import type { SourceRow } from '../../../../apps/batch-sync/src/extract/source-row.js';
import type { Schema } from '#lib/dataverse-schema';
import type { Meanings } from '../expected-sync.js';
import { type Step, stories } from '../story.js';
import { anyFormat, type FileForm, fileForms, namesOf } from './file-form.js';
import {
  randomTarget,
  registerTarget,
  type TargetDraw,
  targetDraws,
  withEntityTargets,
} from './random-target.js';

/** A source that nobody knew before, with the register that it refers to, and all that they deliver. */
export interface NinthSource {
  readonly register: Integration;
  readonly source: Integration;
  readonly meanings: Meanings;
  readonly deliveries: readonly NinthDelivery[];
}

export interface NinthDelivery {
  readonly to: 'register' | 'source';
  /** As they are read. */
  readonly rows: readonly SourceRow[];
  readonly goneApproved: boolean;
  readonly form: FileForm;
  /** What happens to Dataverse meanwhile, in the words of its control door. */
  readonly faults: object;
}

/** Sending again mends all of it: nothing may be seen of it in the end. */
const faults = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.record({
      dropAfterCommit: fc.record({ rate: fc.constantFrom(0.1, 0.3), seed: fc.nat() }),
      deadlock: fc.record({ rate: fc.constantFrom(0.05, 0.2), seed: fc.nat() }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ html503: { count: 2 }, sqlTimeout: { count: 1 } }) },
  { weight: 1, arbitrary: fc.constant({ html504: { done: true, count: 2, method: 'POST' } }) },
);

/** The most steps of a story. */
const STEPS = 16;

export const ninthSources = (name: string, schema: Schema): fc.Arbitrary<NinthSource> =>
  fc.tuple(stories(name), targetDraws, anyFormat).chain(([{ story, meanings }, draw, format]) =>
    fc
      .array(fc.record({ form: fileForms(format), faults }), { minLength: STEPS, maxLength: STEPS })
      .map((drawn) => ({
        register: { ...story.register, target: registerTarget(draw) },
        source: sourceOf(story.source, format, schema, draw, meanings),
        meanings,
        deliveries: deliveriesOf(story.steps, drawn),
      })),
  );

const plainForm: FileForm = {
  format: { kind: 'csv', delimiter: ',', encoding: 'utf-8' },
  isPacked: false,
  name: 1,
};

const deliveriesOf = (
  steps: readonly Step[],
  drawn: readonly Pick<NinthDelivery, 'form' | 'faults'>[],
): NinthDelivery[] =>
  steps.flatMap((step, index) => {
    const { form = plainForm, faults: happening = {} } = drawn[index] ?? {};
    if (step.kind !== 'delivery') return [];
    const { to, rows, goneApproved } = step;
    return {
      to,
      goneApproved,
      rows: rows.map(asRead),
      faults: happening,
      form: to === 'source' ? form : plainForm,
    };
  });

/** A reader takes no NUL. */
function asRead({ number, values, others, defect }: SourceRow): SourceRow {
  const hasNul = [...Object.values(values), ...Object.values(others ?? {})].some((text) =>
    text?.includes('\0'),
  );
  if (hasNul || defect !== undefined) return { number, defect: defect ?? 'It has a NUL.', values: {} };
  return { number, values, ...(others && { others }) };
}

/** The story's source as a file of the catalogue may tell it, with a target. */
function sourceOf(
  told: Integration,
  format: FileForm['format'],
  schema: Schema,
  draw: TargetDraw,
  meanings: Meanings,
): Integration {
  const { name, computed, entities } = told;
  const columns = Object.fromEntries(
    Object.entries(told.columns).map(([column, of]) => [column, { ...asChecked(of), from: namesOf(column) }]),
  );
  const typed = Object.entries({ ...columns, ...computed }).map(([column, { type }]) => ({
    name: column,
    type,
  }));
  const bindable = {
    [draw.registerTable]: { to: `${name.replace(/-source$/, '')}-register`, column: 'ref' },
    ...(Object.keys(entities).length > 0 && { [draw.entityTable]: { to: `${name}/things`, column: 'ref' } }),
  };
  const conditions = Object.keys(meanings.expressions).filter((sql) => /( > 5| = 'Alpha')$/.test(sql));
  return {
    ...told,
    columns,
    // Only of a number can be said how large it is.
    rules: told.rules.filter(
      ({ number }) => number === undefined || columns[number.column]?.type === 'number',
    ),
    source: { ...told.source, format: [format] },
    target: randomTarget(schema, draw, typed, bindable, conditions),
    entities: withEntityTargets(entities, draw),
    ...(draw.table === 'incident' && { gone: 'kept' as const }),
  };
}

/** A date has no zone, and a format of a time tells the time. */
function asChecked(column: Integration['columns'][string]): Integration['columns'][string] {
  const { type, zone, format, ...rest } = column;
  const told = format?.filter((each) => type !== 'datetime' || each.includes(':'));
  return {
    ...rest,
    type,
    ...(type === 'datetime' && zone !== undefined && { zone }),
    ...(told && told.length > 0 && { format: told }),
  };
}

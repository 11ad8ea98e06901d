import { z } from 'zod';
import type { Context } from '../../operations/request.js';
import { parseResourcePath } from '../../odata/resource-path.js';
import type { ChoiceOption } from '../../schema/column.js';
import type { GlobalChoice } from '../../schema/global-choice.js';
import { PUBLISHER } from '../../schema/solution.tables.js';
import { isReference, type Row } from '../../store/row.js';
import { pathOf } from '../../writes/bind.js';
import type { Fields } from '../../writes/read-fields.js';
import { definitionSet } from '../definition-sets.js';
import { followPath } from '../definition-path.js';
import { badDefinition, optionExists } from '../refusals.js';
import { readAs } from './read-body.js';
import { label, readLabel } from './read-label.js';

/** What the values begin with that the platform gives to options without one. */
export type OptionPrefix = number;

const DEFAULT_PREFIX = 10_000;
/** A prefix leaves room for so many options. */
const ROOM = 10_000;

const option = z.looseObject({ Value: z.int().nullish(), Label: label });
const optionSet = z.looseObject({ Options: z.array(option).default([]) });
const twoOptions = z.looseObject({ TrueOption: option.nullish(), FalseOption: option.nullish() });

/** The prefix of the solution's publisher: webapi/create-update-optionsets. */
export function optionPrefix({ tables, store }: Context, solution: Row | undefined): OptionPrefix {
  const publisher = solution?.values['publisherid'];
  const table = tables.named(PUBLISHER);
  const row =
    table && isReference(publisher ?? null)
      ? store.get(table, String((publisher as { id: string }).id))
      : undefined;
  const prefix = row?.values['customizationoptionvalueprefix'];
  return typeof prefix === 'number' ? prefix : DEFAULT_PREFIX;
}

/** The value for an option that has none: after the last that begins with the prefix. */
export function nextValue(options: readonly ChoiceOption[], prefix: OptionPrefix): number {
  const own = options.map(({ value }) => value).filter((value) => Math.floor(value / ROOM) === prefix);
  return Math.max(prefix * ROOM - 1, ...own) + 1;
}

/** The options of an OptionSetMetadata. Throws a DataverseError when two have one value. */
export function readOptions(given: unknown, prefix: OptionPrefix): ChoiceOption[] {
  const options: ChoiceOption[] = [];
  for (const { Value, Label } of readAs(optionSet, given ?? {}).Options)
    options.push({ value: Value ?? nextValue(options, prefix), label: readLabel(Label, 'Label') ?? '' });
  if (new Set(options.map(({ value }) => value)).size < options.length) throw optionExists();
  return options;
}

/** What people see for yes and for no. */
export function readWords(given: unknown): { true: string; false: string } {
  const { TrueOption, FalseOption } = readAs(twoOptions, given ?? {});
  return {
    true: readLabel(TrueOption?.Label, 'TrueOption') ?? 'Yes',
    false: readLabel(FalseOption?.Label, 'FalseOption') ?? 'No',
  };
}

const BINDING = 'GlobalOptionSet@odata.bind';

/** The global choice that a column is bound to, by its id or its name. Throws a DataverseError when there is none. */
export function boundChoice(context: Context, fields: Fields): GlobalChoice | undefined {
  const link = fields[BINDING];
  if (link === undefined || link === null) return undefined;
  if (typeof link !== 'string') throw badDefinition(`${BINDING} is no link`);
  const [first, ...more] = parseResourcePath(pathOf(context, link));
  if (first?.name !== 'GlobalOptionSetDefinitions' || more.length > 0)
    throw badDefinition(`${BINDING} is no global choice: ${link}`);
  const { at } = followPath(definitionSet(context, 'GlobalOptionSetDefinitions'), [first]);
  const name = at.kind === 'one' ? at.definition?.read('Name') : undefined;
  return context.tables.choice(String(name));
}

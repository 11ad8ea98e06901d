import { z } from 'zod';
import { methodNotAllowed } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import type { ChoiceOption } from '../../schema/column.js';
import type { State } from '../../schema/table.js';
import { readFields } from '../../writes/read-fields.js';
import { badDefinition, noSuchOption, optionExists } from '../refusals.js';
import { changedDefinition } from './changed-response.js';
import { solutionOf } from './components.js';
import { changeOptions, findOptions, optionPlace, requireColumn } from './option-place.js';
import { readAs } from './read-body.js';
import { label, readLabel } from './read-label.js';
import { nextValue, optionPrefix } from './read-options.js';

/** The actions on single options, of global choices and of those of a column: webapi/create-update-optionsets, "Messages". */
const insertBody = optionPlace.extend({ Value: z.int().nullish(), Label: label });
const updateBody = optionPlace.extend({ Value: z.int(), Label: label });
const deleteBody = optionPlace.extend({ Value: z.int() });
const orderBody = optionPlace.extend({ Values: z.array(z.int()) });
const statusBody = optionPlace.extend({ Value: z.int().nullish(), Label: label, StateCode: z.int() });

type Action = (context: Context, request: WebApiRequest) => WebApiResponse;

const posted =
  <S extends typeof optionPlace>(
    schema: S,
    act: (context: Context, given: z.output<S>, request: WebApiRequest) => WebApiResponse,
  ): Action =>
  (context, request) => {
    if (request.method !== 'POST') throw methodNotAllowed(request.method);
    return act(context, readAs(schema, readFields(request.body)), request);
  };

export const insertOptionValue = posted(insertBody, (context, given, request) => {
  const options = findOptions(context, given);
  const prefix = optionPrefix(context, solutionOf(context, request, given.SolutionUniqueName));
  const value = given.Value ?? nextValue(options, prefix);
  if (options.some((option) => option.value === value)) throw optionExists();
  changeOptions(context, given, [...options, { value, label: readLabel(given.Label, 'Label') ?? '' }]);
  return inserted(context, 'InsertOptionValue', value);
});

export const updateOptionValue = posted(updateBody, (context, given) => {
  const options = findOptions(context, given);
  const text = readLabel(given.Label, 'Label');
  requireOption(options, given.Value);
  const changed = options.map((option) =>
    option.value === given.Value ? { ...option, label: text ?? option.label } : option,
  );
  changeOptions(context, given, changed);
  return changedDefinition();
});

export const deleteOptionValue = posted(deleteBody, (context, given) => {
  const options = findOptions(context, given);
  requireOption(options, given.Value);
  changeOptions(
    context,
    given,
    options.filter(({ value }) => value !== given.Value),
  );
  return changedDefinition();
});

export const orderOption = posted(orderBody, (context, given) => {
  const options = findOptions(context, given);
  const ordered = given.Values.map((value) => requireOption(options, value));
  if (new Set(given.Values).size !== options.length) throw badDefinition('Values must name each option once');
  changeOptions(context, given, ordered);
  return changedDefinition();
});

/** A status belongs to a state: webapi/create-update-optionsets, "Insert status value". */
export const insertStatusValue = posted(statusBody, (context, given, request) => {
  const { table, column } = requireColumn(context, given);
  const { states } = table.definition;
  if (column.name !== 'statuscode') throw badDefinition(`${column.name} is no status`);
  const known = states.flatMap(({ statuses }) => [...statuses]);
  const prefix = optionPrefix(context, solutionOf(context, request, given.SolutionUniqueName));
  const value = given.Value ?? nextValue(known, prefix);
  if (known.some((status) => status.value === value)) throw optionExists();
  if (!states.some(({ state }) => state === given.StateCode)) throw noSuchOption(given.StateCode);
  const status = { value, label: readLabel(given.Label, 'Label') ?? '' };
  const put = (state: State): State =>
    state.state === given.StateCode ? { ...state, statuses: [...state.statuses, status] } : state;
  context.store.write({ op: 'putStatuses', table: table.name, states: states.map(put) });
  return inserted(context, 'InsertStatusValue', value);
});

function requireOption(options: readonly ChoiceOption[], value: number): ChoiceOption {
  const option = options.find((candidate) => candidate.value === value);
  if (!option) throw noSuchOption(value);
  return option;
}

const inserted = ({ serviceRoot }: Context, action: string, value: number): WebApiResponse => ({
  status: 200,
  body: {
    '@odata.context': `${serviceRoot}$metadata#Microsoft.Dynamics.CRM.${action}Response`,
    NewOptionValue: value,
  },
});

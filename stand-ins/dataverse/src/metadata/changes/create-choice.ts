import { z } from 'zod';
import { missing } from '../../not-implemented.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { readFields } from '../../writes/read-fields.js';
import { metadataId } from '../metadata-id.js';
import { optionSetCasts } from '../option-set-definition.js';
import { badDefinition, choiceExists } from '../refusals.js';
import { createdDefinition } from './changed-response.js';
import { checkName } from './check-name.js';
import { recordComponent, solutionOf } from './components.js';
import { readAs, refuseUndeclared, typeName } from './read-body.js';
import { label, readLabel } from './read-label.js';
import { optionPrefix, readOptions } from './read-options.js';

const body = z.looseObject({ Name: z.string(), DisplayName: label, Description: label });

/** `POST GlobalOptionSetDefinitions`: webapi/create-update-optionsets, "Create a global option set". */
export function createChoice(context: Context, request: WebApiRequest): WebApiResponse {
  const fields = readFields(request.body);
  const type = optionSetCasts.find(({ name }) => name === typeName(fields));
  if (!type) throw badDefinition('A choice needs its @odata.type');
  if (type.name !== 'OptionSetMetadata') throw missing('twoOptionChoices', type.name);
  refuseUndeclared(fields, type);
  const { Name, DisplayName, Description } = readAs(body, fields);
  const solution = solutionOf(context, request);
  const name = checkName(context, Name, 'OptionSet');
  if (context.tables.choice(name)) throw choiceExists();
  context.store.write({
    op: 'putChoice',
    choice: {
      name,
      label: readLabel(DisplayName, 'DisplayName'),
      description: readLabel(Description, 'Description'),
      custom: true,
      options: readOptions(fields, optionPrefix(context, solution)),
    },
  });
  const id = metadataId('optionset', name);
  recordComponent(context, solution, 'choice', id);
  return createdDefinition(context, request, id);
}

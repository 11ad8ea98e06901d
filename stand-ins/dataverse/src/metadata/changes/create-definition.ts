import { methodNotAllowed } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { createChoice } from './create-choice.js';
import { createColumn } from './create-column.js';
import { createKey } from './create-key.js';
import { createRelationship } from './create-relationship.js';
import { createTable } from './create-table.js';
import { requireCustomizable, type Subject } from './subject.js';

/** `POST` to one of the collections of definitions. */
export function createDefinition(context: Context, request: WebApiRequest, subject: Subject): WebApiResponse {
  switch (subject.kind) {
    case 'tables':
      return createTable(context, request);
    case 'columns':
      return createColumn(context, request, requireCustomizable(subject.table));
    case 'keys':
      return createKey(context, request, requireCustomizable(subject.table));
    case 'relationships':
      return createRelationship(context, request);
    case 'choices':
      return createChoice(context, request);
    default:
      throw methodNotAllowed(request.method);
  }
}

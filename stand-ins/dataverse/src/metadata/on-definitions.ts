import { methodNotAllowed } from '../errors.js';
import type { PathSegment } from '../odata/resource-path.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import { createDefinition } from './changes/create-definition.js';
import { deleteDefinition } from './changes/delete-definition.js';
import { replaceDefinition } from './changes/replace-definition.js';
import { findSubject } from './changes/subject.js';
import { followPath } from './definition-path.js';
import { definitionSet, type DefinitionSetName } from './definition-sets.js';
import { readDefinitions } from './read-definitions.js';

/** A request to the metadata endpoints: webapi/use-web-api-metadata. There is no `PATCH`: definitions are replaced as a whole. */
export function onDefinitions(
  context: Context,
  request: WebApiRequest,
  name: DefinitionSetName,
  segments: readonly [PathSegment, ...PathSegment[]],
): WebApiResponse {
  const subject = () => findSubject(context, name, segments);
  switch (request.method) {
    case 'GET':
      return readDefinitions(context, request, followPath(definitionSet(context, name), segments));
    case 'POST':
      return createDefinition(context, request, subject());
    case 'PUT':
      return replaceDefinition(context, request, subject());
    case 'DELETE':
      return deleteDefinition(context, request, subject());
    default:
      throw methodNotAllowed(request.method);
  }
}

import { methodNotAllowed } from '../errors.js';
import type { PathSegment } from '../odata/resource-path.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import { followPath } from './definition-path.js';
import { definitionSet, type DefinitionSetName } from './definition-sets.js';
import { readDefinitions } from './read-definitions.js';

/** A request to the metadata endpoints: webapi/use-web-api-metadata. */
export function onDefinitions(
  context: Context,
  request: WebApiRequest,
  name: DefinitionSetName,
  segments: readonly [PathSegment, ...PathSegment[]],
): WebApiResponse {
  const place = () => followPath(definitionSet(context, name), segments);
  switch (request.method) {
    case 'GET':
      return readDefinitions(context, request, place());
    default:
      throw methodNotAllowed(request.method);
  }
}

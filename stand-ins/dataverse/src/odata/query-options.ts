import { invalidQuery, badRequest, untrackedOption } from '../errors.js';
import { missing } from '../not-implemented.js';

/** The query options of a request, by name, decoded once; parameter aliases such as `@p1` among them. */
export type QueryOptions = ReadonlyMap<string, string>;

/** webapi/query/overview: "The Web API doesn't support these OData query options: $skip, $search, $format". */
const REFUSED: Record<string, string> = {
  $skip: 'Skip Clause is not supported in CRM',
  $search: 'The query parameter $search is not supported',
  $format: 'The query parameter $format is not supported',
};

/** use-change-tracking-synchronize-data-external-systems, "Query options not supported in Change Tracking Web API request". */
const REFUSED_WITH_CHANGES = ['$filter', '$orderby', '$expand', '$top'];

/** Queries in another language, or saved in the organisation: webapi/retrieve-and-execute-predefined-queries. */
const STORED_QUERIES = ['fetchXml', 'savedQuery', 'userQuery'];

/** What a reading of one kind of resource takes; `tag` is for plug-ins, and there are none. */
const TAKEN = {
  collection: ['$select', '$filter', '$orderby', '$top', '$count', '$expand', '$apply', '$skiptoken', 'tag'],
  count: ['$filter', 'tag'],
  changes: ['$select', '$deltatoken', '$skiptoken', 'tag'],
  row: ['$select', '$expand', 'tag'],
  file: ['size', 'tag'],
  upload: ['x-ms-file-name', 'sessiontoken', 'tag'],
  nothing: ['tag'],
} as const;

/** @throws DataverseError for options that the service refuses, 501 for those that we lack */
export function readQueryOptions(query: string, kind: keyof typeof TAKEN): QueryOptions {
  const options = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    refuseUnknown(name, kind);
    if (options.has(name))
      throw badRequest(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    options.set(name, value);
  }
  return options;
}

function refuseUnknown(name: string, kind: keyof typeof TAKEN): void {
  const taken: readonly string[] = TAKEN[kind];
  if (name.startsWith('@')) return;
  if (Object.hasOwn(REFUSED, name)) throw invalidQuery(REFUSED[name] ?? name);
  if (kind === 'changes' && REFUSED_WITH_CHANGES.includes(name)) throw untrackedOption(name);
  if (kind === 'collection' && STORED_QUERIES.includes(name)) throw missing('storedQueries', name);
  if (!taken.includes(name)) throw invalidQuery(`The query parameter ${name} is not supported`);
}

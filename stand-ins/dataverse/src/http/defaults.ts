import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StandInError } from '../../../control/src/index.js';
import { applicationUsersFor } from '../application-users.js';

/**
 * The service principals that the Entra stand-in knows as `website-intake`, `sharepoint`, `administrator` and `batch-sync`. Written
 * twice, for stand-ins do not import each other; a test of the command line holds the two against each other.
 */
export const defaultApplicationUsers = applicationUsersFor([
  'c1100000-0000-4000-8000-000000000001',
  'c1100000-0000-4000-8000-000000000002',
  'c1100000-0000-4000-8000-000000000007',
  'c1100000-0000-4000-8000-000000000008',
]);

const SCHEMA = join('dataverse', 'schema.yaml');

/** The repository's schema, found upwards from here: the sources and the built files lie at different depths. */
export function findSchemaFile(from: string = import.meta.dirname): string {
  const candidate = join(from, SCHEMA);
  if (existsSync(candidate)) return candidate;
  if (dirname(from) === from) throw new StandInError(`There is no ${SCHEMA} here; name another schema file`);
  return findSchemaFile(dirname(from));
}

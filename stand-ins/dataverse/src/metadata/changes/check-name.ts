import type { Context } from '../../operations/request.js';
import { PUBLISHER } from '../../schema/solution.tables.js';
import { invalidPrefix } from '../refusals.js';

export type Kind = 'Entity' | 'Attribute' | 'EntityKey' | 'OptionSet' | 'Relationship';

const NAME = /^[A-Za-z]\w*$/;
/** developer/data-platform/entity-metadata, and the names of its parts. */
const LONGEST = 100;

/**
 * Checks the name of something new and gives its logical name. It begins with the prefix of a publisher, as the publisher has it.
 * Throws a DataverseError.
 */
export function checkName(context: Context, schemaName: string | undefined, kind: Kind): string {
  const name = schemaName ?? '';
  const prefix = /^([a-z][a-z0-9]{1,7})_./.exec(name)?.[1];
  const isPossible = NAME.test(name) && name.length <= LONGEST && prefix !== undefined;
  if (!isPossible || !prefixesOf(context).includes(prefix)) throw invalidPrefix(name, kind);
  return name.toLowerCase();
}

function prefixesOf({ tables, store }: Context): string[] {
  const publishers = tables.named(PUBLISHER);
  return publishers
    ? [...store.scan(publishers)].map(({ values }) => String(values['customizationprefix']))
    : [];
}

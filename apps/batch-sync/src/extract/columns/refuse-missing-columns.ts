import { DeliveryRefusedError, type DeliveryPlace } from '../../delivery-refused-error.js';
import { alike, type ColumnNames } from './column-names.js';
import { nearestName } from './nearest-name.js';

/**
 * @param seen the names that the delivery has
 * @throws DeliveryRefusedError `delivery-column-missing`, with what may have been renamed
 */
export function refuseMissingColumns(
  names: ColumnNames,
  seen: readonly string[],
  place: DeliveryPlace,
): void {
  const missing = names.missingIn(seen);
  if (missing.length === 0) return;
  const refusal = (says: string) => new DeliveryRefusedError('delivery-column-missing', says, place);
  // A file without a header has a row in its place: its values belong to somebody and are not told.
  if (!seen.some((name) => names.isKnown(name)))
    throw refusal('none of its columns is known; its header may be missing, or it is another file.');
  const free = seen.filter((name) => alike(name) !== '' && !names.isKnown(name));
  const each = missing.map((column) => inWords(column.names, free));
  throw refusal(`${each.join('; ')}. It has: ${seen.filter(Boolean).join(', ')}.`);
}

function inWords(names: readonly string[], free: readonly string[]): string {
  const [name = ''] = names;
  const renamed = nearestName(name, free);
  const guess = renamed === undefined ? '' : ` (perhaps "${renamed}" is its new name)`;
  return `the column "${name}" is missing${guess}`;
}

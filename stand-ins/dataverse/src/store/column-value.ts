import type { Column } from '../schema/column.js';
import type { Row, Value } from './row.js';

/** What a row holds in a column; null when nothing. */
export const columnValue = (row: Row, { name }: Column): Value =>
  name === 'versionnumber' ? row.version : (row.values[name] ?? null);

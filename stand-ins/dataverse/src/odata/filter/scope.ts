import { missing } from '../../not-implemented.js';
import type { Table } from '../../schema/table.js';
import type { Row } from '../../store/row.js';
import type { Data } from '../data.js';
import type { Path } from './expression.js';

/** Where the names of a condition are looked up. */
export interface Scope extends Data {
  table: Table;
  /** Inside `any` and `all`: what each row is called; every path begins with it. */
  variable?: string;
}

/** A condition, bound to its columns and ready to be asked of many rows. */
export type Predicate = (row: Row) => boolean;

/** A path as it begins at the scope's table: inside `any` and `all` without the variable. */
export function pathIn({ variable }: Scope, path: Path): Path {
  if (variable === undefined) return path;
  if (path[0] !== variable || path.length === 1)
    throw missing(
      'filterForms',
      `'${path.join('/')}' inside of any or all, which does not begin with '${variable}/'`,
    );
  return path.slice(1);
}

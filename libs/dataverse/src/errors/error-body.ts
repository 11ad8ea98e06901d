import type { Table } from '../table-map/table.js';

/** Dataverse's code and text in an error's body; empty when there is none. */
export function errorIn(body: string): { code: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; message?: unknown } };
    return { code: textOr(error?.code), message: textOr(error?.message) };
  } catch {
    return { code: '', message: '' };
  }
}

const textOr = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The column that an error's text complains of. Only one of this table is told: any other word may be somebody's. */
export function columnIn(message: string, table: Table | undefined): string | undefined {
  const [, name] =
    /(?:length of the|attribute|Invalid property|property named|undeclared property) '([A-Za-z0-9_]{1,100})'/.exec(
      message,
    ) ?? [];
  return name !== undefined && table && namesOf(table).includes(name) ? name : undefined;
}

const namesOf = ({ primaryId, columns }: Table): string[] => [
  primaryId,
  ...Object.values(columns).flatMap((column) =>
    column.kind === 'lookup' ? [column.column, ...Object.values(column.targets)] : [column.column],
  ),
];

/** A column, or a lookup that is bound, which the table does not have; the codes of it stand for other mistakes, too. */
export const isColumnMissing = (message: string): boolean =>
  /(?:Invalid property '\w+' was found in entity|find a property named '\w+' on type|undeclared property '\w+' which only has)/.test(
    message,
  );

/** An alternate key that the table does not have; seen to pass by itself, too (github.com/OData/odata.net/issues/2545). */
export const isKeyMissing = (message: string): boolean =>
  message.startsWith('The key in the request URI is not valid for resource');

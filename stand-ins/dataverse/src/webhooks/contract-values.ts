import type { Column } from '../schema/column.js';
import { isReference, type Reference, type Value } from '../store/row.js';

/**
 * Values as .NET's data contracts write them in JSON: https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
 * and, with choices, https://learn.microsoft.com/dynamics365/contact-center/extend/presence-status-sync
 */
export const typeOf = (name: 'Entity' | 'EntityReference' | 'OptionSetValue') =>
  `${name}:http://schemas.microsoft.com/xrm/2011/Contracts`;

export interface KeyValue {
  key: string;
  value: unknown;
}

export function contractValue(column: Column, value: Value): unknown {
  if (value === null) return null;
  if (isReference(value)) return { __type: typeOf('EntityReference'), ...entityReference(value) };
  switch (column.type) {
    case 'choice':
      return { __type: typeOf('OptionSetValue'), Value: value };
    case 'date':
    case 'datetime':
      return contractDate(Date.parse(String(value)));
    default:
      return value;
  }
}

/** A row by its table and id. It never has its name. */
export const entityReference = ({ table, id }: Reference) => ({
  Id: id,
  KeyAttributes: [],
  LogicalName: table,
  Name: null,
  RowVersion: null,
});

/** From milliseconds since 1970; the zone stands behind them in some places, and changes nothing. */
export const contractDate = (time: number, zone: '' | '+0000' = '') => `/Date(${time}${zone})/`;

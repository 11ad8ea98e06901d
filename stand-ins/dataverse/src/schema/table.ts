import { propertyOf, type Column, type LookupColumn } from './column.js';

export interface State {
  state: number;
  label: string;
  statuses: readonly { value: number; label: string; default?: boolean | undefined }[];
}

export interface AlternateKey {
  name: string;
  columns: readonly string[];
  label?: string | undefined;
  custom?: boolean | undefined;
}

export interface TableDefinition {
  /** The logical name, such as `incident`. */
  name: string;
  schemaName: string;
  entitySet: string;
  primaryId: string;
  /** The column that names a row to people. */
  primaryName?: string | undefined;
  label?: string | undefined;
  pluralLabel?: string | undefined;
  description?: string | undefined;
  custom?: boolean | undefined;
  columns: readonly Column[];
  states: readonly State[];
  keys: readonly AlternateKey[];
  /** Rows that the stand-in makes itself and that no client writes: the platform's own. */
  platform?: boolean;
}

/** A navigation property: the lookup that it writes, and the table that it refers to. */
export interface Navigation {
  column: LookupColumn;
  target: string;
}

/** One table, looked up by the names that the Web API knows. All of them are case-sensitive. */
export class Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly columnsByName: ReadonlyMap<string, Column>;
  readonly columnsByProperty: ReadonlyMap<string, Column>;
  readonly navigations: ReadonlyMap<string, Navigation>;

  constructor(readonly definition: TableDefinition) {
    this.name = definition.name;
    this.columns = definition.columns;
    this.columnsByName = new Map(this.columns.map((column) => [column.name, column]));
    this.columnsByProperty = new Map(this.columns.map((column) => [propertyOf(column), column]));
    this.navigations = new Map(this.columns.flatMap(navigationsOf));
  }

  get primaryId(): string {
    return this.definition.primaryId;
  }

  get entitySet(): string {
    return this.definition.entitySet;
  }

  /** The key that these columns make up, in any order. */
  keyOf(columns: readonly string[]): AlternateKey | undefined {
    const same = (key: AlternateKey) =>
      key.columns.length === columns.length && key.columns.every((name) => columns.includes(name));
    return this.definition.keys.find(same);
  }
}

function navigationsOf(column: Column): [string, Navigation][] {
  if (column.type !== 'lookup') return [];
  return Object.entries(column.targets).map(([target, { property }]) => [property, { column, target }]);
}

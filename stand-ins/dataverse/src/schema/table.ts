import { propertyOf, type Column, type LookupColumn } from './column.js';

export interface State {
  state: number;
  label: string;
  statuses: readonly { value: number; label: string; default?: boolean | undefined }[];
}

/** The index of a key is made in the background: developer/data-platform/define-alternate-keys-entity, "Monitor index creation". */
export type KeyIndex =
  | { status: 'active' }
  /** Under way since then, in milliseconds since 1970. */
  | { status: 'building'; since: number }
  /** Rows stand in its way. */
  | { status: 'failed' };

export interface AlternateKey {
  name: string;
  /** The name with capitals, as metadata shows it. Default: the logical name. */
  schemaName?: string | undefined;
  columns: readonly string[];
  label?: string | undefined;
  custom?: boolean | undefined;
  /** Active when absent: a key that was there from the start. */
  index?: KeyIndex | undefined;
}

const isActive = ({ index }: AlternateKey) => index === undefined || index.status === 'active';

export interface TableDefinition {
  /** The logical name, such as `incident`. */
  name: string;
  schemaName: string;
  entitySet: string;
  primaryId: string;
  /** The id under another name, for a table whose type inherits its key. */
  inheritedId?: string | undefined;
  /** The column that names a row to people. */
  primaryName?: string | undefined;
  label?: string | undefined;
  pluralLabel?: string | undefined;
  description?: string | undefined;
  custom?: boolean | undefined;
  /** Whose its rows are: a user's or team's, which is the default, or the whole organisation's. */
  ownership?: 'user' | 'organization' | undefined;
  columns: readonly Column[];
  states: readonly State[];
  keys: readonly AlternateKey[];
  /** Whether its changes can be asked for. Default: true, for tables of the schema file. */
  changeTracking?: boolean | undefined;
  /** Whether it knows CreateMultiple and its like. Default: true. */
  bulkMessages?: boolean | undefined;
  /** Rows that the stand-in makes itself and that no client writes: the platform's own. */
  platform?: boolean;
  /** Rows that are there from the start, which a client may change, and neither make nor delete. */
  fixedRows?: boolean;
  /** Rows that describe the schema, and stay when the others are forgotten. */
  aboutSchema?: boolean;
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
  /** The keys whose index is there: the others name no row and bind nobody. */
  readonly keys: readonly AlternateKey[];
  readonly columnsByName: ReadonlyMap<string, Column>;
  readonly columnsByProperty: ReadonlyMap<string, Column>;
  readonly navigations: ReadonlyMap<string, Navigation>;

  constructor(readonly definition: TableDefinition) {
    this.name = definition.name;
    this.columns = definition.columns;
    this.keys = definition.keys.filter(isActive);
    this.columnsByName = new Map(this.columns.map((column) => [column.name, column]));
    this.columnsByProperty = new Map(this.columns.map((column) => [propertyOf(column), column]));
    this.navigations = new Map(this.columns.flatMap(navigationsOf));
  }

  get primaryId(): string {
    return this.definition.primaryId;
  }

  /** The properties that hold a row's id and come along whatever is selected. */
  get ids(): readonly string[] {
    const { primaryId, inheritedId } = this.definition;
    return inheritedId ? [primaryId, inheritedId] : [primaryId];
  }

  get entitySet(): string {
    return this.definition.entitySet;
  }

  get tracksChanges(): boolean {
    return this.definition.changeTracking ?? true;
  }

  /** developer/data-platform/bulk-operations, "Availability with standard tables": many, but not all. */
  get takesBulkMessages(): boolean {
    return this.definition.bulkMessages ?? true;
  }

  /** The key that these columns make up, in any order. */
  keyOf(columns: readonly string[]): AlternateKey | undefined {
    const same = (key: AlternateKey) =>
      key.columns.length === columns.length && key.columns.every((name) => columns.includes(name));
    return this.keys.find(same);
  }
}

function navigationsOf(column: Column): [string, Navigation][] {
  if (column.type !== 'lookup') return [];
  return Object.entries(column.targets).map(([target, { property }]) => [property, { column, target }]);
}

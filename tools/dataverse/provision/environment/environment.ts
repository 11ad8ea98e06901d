import type { Option } from '#lib/dataverse-schema';

/** A global choice, as an environment has it. Labels are those of the language asked for; undefined where it has none. */
export interface FoundChoice {
  id: string;
  label: string | undefined;
  values: readonly FoundOption[];
}

export interface FoundOption extends Omit<Option, 'label'> {
  label: string | undefined;
}

/** What is particular to a type; a field is there where the type has it. */
export interface Particulars {
  length?: number;
  min?: number;
  max?: number;
  precision?: number;
  /** Of dates and moments. */
  format?: string;
  targets?: readonly string[];
  /** The name of the global choice behind it. */
  choice?: string;
  values?: readonly FoundOption[];
}

export interface FoundColumn extends Particulars {
  /** The platform's word for its type, such as `StringType`. */
  type: string;
  label: string | undefined;
}

export type KeyIndexStatus = 'Pending' | 'InProgress' | 'Active' | 'Failed';

export interface FoundKey {
  name: string;
  columns: readonly string[];
  status: KeyIndexStatus;
}

/** A lookup seen from the table that refers. */
export interface FoundRelationship {
  column: string;
  referenced: string;
  /** The navigation property to bind by. */
  property: string;
}

export interface FoundTable {
  label: string | undefined;
  entitySet: string;
  primaryId: string;
  primaryName: string | undefined;
  columns: ReadonlyMap<string, FoundColumn>;
  keys: readonly FoundKey[];
  relationships: readonly FoundRelationship[];
}

export interface FoundPublisher {
  id: string;
  prefix: string;
  optionValuePrefix: number | undefined;
}

export interface FoundSolution {
  id: string;
  publisherId: string;
}

/** What an environment has of what the schema names. */
export interface Environment {
  publisher: FoundPublisher | undefined;
  solution: FoundSolution | undefined;
  choices: ReadonlyMap<string, FoundChoice>;
  tables: ReadonlyMap<string, FoundTable>;
}

import type { Integration } from '../../catalogue/integration.js';

/** What the readers need to know of an integration. */
export type ReadIntegration = Pick<Integration, 'columns' | 'key' | 'source'>;

/** The column that a name of the source stands for. */
export interface Place {
  column: string;
  /** 0 is the name that counts most, where a row has several names of one column. */
  rank: number;
}

/** A column without which a delivery is refused, with the names that the source gives it. */
export interface RequiredColumn {
  column: string;
  names: readonly string[];
}

/** The names that a source gives to columns. Upper and lower case, and white space around them, are alike. */
export class ColumnNames {
  readonly required: readonly RequiredColumn[];
  readonly keepsOthers: boolean;
  private readonly places = new Map<string, Place[]>();
  /** By the names as they are written. */
  private readonly found = new Map<string, readonly Place[]>();

  constructor({ columns, key, source }: ReadIntegration) {
    this.keepsOthers = source.otherColumns === 'kept';
    for (const [column, { from }] of Object.entries(columns))
      for (const [rank, name] of namesOf(column, from).entries()) this.add(alike(name), { column, rank });
    this.required = Object.entries(columns)
      .filter(([column, { required }]) => required || key.includes(column))
      .map(([column, { from }]) => ({ column, names: namesOf(column, from) }));
  }

  /** Several columns may be read from one. */
  placesOf(name: string): readonly Place[] {
    const before = this.found.get(name);
    if (before) return before;
    const places = this.places.get(alike(name)) ?? [];
    if (this.found.size < MOST_FOUND) this.found.set(name, places);
    return places;
  }

  isKnown(name: string): boolean {
    return this.placesOf(name).length > 0;
  }

  missingIn(names: Iterable<string>): RequiredColumn[] {
    const there = new Set([...names].flatMap((name) => this.placesOf(name).map(({ column }) => column)));
    return this.required.filter(({ column }) => !there.has(column));
  }

  private add(name: string, place: Place): void {
    this.places.set(name, [...(this.places.get(name) ?? []), place]);
  }
}

/** A file may make up names without end. */
const MOST_FOUND = 10_000;

/** The form in which two names are the same. */
export const alike = (name: string): string => name.normalize('NFC').trim().toLowerCase();

const namesOf = (column: string, from: readonly string[] | undefined): readonly string[] => from ?? [column];

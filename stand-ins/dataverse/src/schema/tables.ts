import { relationshipsOf, type Relationship } from './relationship.js';
import type { Table } from './table.js';

/** Every table of the organisation. */
export class Tables {
  private readonly byName: ReadonlyMap<string, Table>;
  private readonly byEntitySet: ReadonlyMap<string, Table>;
  readonly relationships: readonly Relationship[];

  constructor(readonly all: readonly Table[]) {
    this.byName = new Map(all.map((table) => [table.name, table]));
    this.byEntitySet = new Map(all.map((table) => [table.entitySet, table]));
    this.relationships = all.flatMap(relationshipsOf);
  }

  /** The relationships in which other rows refer to this table's. */
  referringTo({ name }: Table): readonly Relationship[] {
    return this.relationships.filter(({ referenced }) => referenced === name);
  }

  /** The relationship behind a collection-valued navigation property of this table. */
  collection(table: Table, property: string): Relationship | undefined {
    return this.referringTo(table).find(({ name }) => name === property);
  }

  named(name: string): Table | undefined {
    return this.byName.get(name);
  }

  withEntitySet(entitySet: string): Table | undefined {
    return this.byEntitySet.get(entitySet);
  }
}

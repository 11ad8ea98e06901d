import type { GlobalChoice } from './global-choice.js';
import { relationshipsOf, type Relationship } from './relationship.js';
import type { Table } from './table.js';

/** The tables and choices at one moment. None of them ever changes; a changed one takes the place of its forerunner. */
export interface SchemaState {
  tables: readonly Table[];
  choices: readonly GlobalChoice[];
}

/** Every table of the organisation, and the choices that they share. Provisioning changes it while the stand-in runs. */
export class Tables {
  private byName: ReadonlyMap<string, Table> = new Map();
  private byEntitySet: ReadonlyMap<string, Table> = new Map();
  private byChoice: ReadonlyMap<string, GlobalChoice> = new Map();
  private known: readonly Relationship[] | undefined;
  private readonly first: SchemaState;

  constructor(tables: readonly Table[], choices: readonly GlobalChoice[] = []) {
    this.first = { tables, choices };
    this.restore();
  }

  get all(): readonly Table[] {
    return [...this.byName.values()];
  }

  get choices(): readonly GlobalChoice[] {
    return [...this.byChoice.values()];
  }

  get relationships(): readonly Relationship[] {
    return (this.known ??= this.all.flatMap(relationshipsOf));
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

  choice(name: string): GlobalChoice | undefined {
    return this.byChoice.get(name);
  }

  get state(): SchemaState {
    return { tables: this.all, choices: this.choices };
  }

  /** Puts a whole state in the place of what is; without one, that of the start. */
  restore({ tables, choices }: SchemaState = this.first): void {
    this.byName = new Map(tables.map((table) => [table.name, table]));
    this.byEntitySet = new Map(tables.map((table) => [table.entitySet, table]));
    this.byChoice = new Map(choices.map((choice) => [choice.name, choice]));
    this.known = undefined;
  }
}

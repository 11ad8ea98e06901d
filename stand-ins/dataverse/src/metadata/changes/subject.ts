import type { Context } from '../../operations/request.js';
import type { PathSegment } from '../../odata/resource-path.js';
import type { Column } from '../../schema/column.js';
import type { GlobalChoice } from '../../schema/global-choice.js';
import type { Relationship } from '../../schema/relationship.js';
import type { AlternateKey, Table } from '../../schema/table.js';
import type { Definition } from '../definition.js';
import { followPath } from '../definition-path.js';
import { definitionSet, type DefinitionSetName } from '../definition-sets.js';
import { isCustomizable } from '../entity-definition.js';
import { noSuchSegment, notCustomTable } from '../refusals.js';

/** What a change is about: a place where something can be made, or something that is there. */
export type Subject =
  | { kind: 'tables' }
  | { kind: 'relationships' }
  | { kind: 'choices' }
  | { kind: 'table'; table: Table }
  | { kind: 'columns'; table: Table }
  | { kind: 'column'; table: Table; column: Column }
  | { kind: 'keys'; table: Table }
  | { kind: 'key'; table: Table; key: AlternateKey }
  | { kind: 'relationship'; relationship: Relationship }
  | { kind: 'choice'; choice: GlobalChoice };

const ROOTS = {
  EntityDefinitions: { kind: 'tables' },
  RelationshipDefinitions: { kind: 'relationships' },
  GlobalOptionSetDefinitions: { kind: 'choices' },
} as const satisfies Record<DefinitionSetName, Subject>;

/** Throws a DataverseError when nothing can be added to a table. */
export function requireCustomizable(table: Table): Table {
  if (!isCustomizable(table)) throw notCustomTable();
  return table;
}

/** Finds what a path names. A cast at its end says nothing new. Throws a DataverseError when there is no such thing. */
export function findSubject(
  context: Context,
  root: DefinitionSetName,
  segments: readonly [PathSegment, ...PathSegment[]],
): Subject {
  const [first, second, ...rest] = withoutCast(segments);
  if (!first.key && !second) return ROOTS[root];
  const definition = definitionAt(context, root, [first]);
  if (rest.length > 0 || !definition) throw noSuchSegment(rest[0]?.name ?? first.name);
  const { tables } = context;
  switch (root) {
    case 'EntityDefinitions': {
      const table = found(tables.named(String(definition.read('LogicalName'))));
      return second ? withinTable(context, table, first, second) : { kind: 'table', table };
    }
    case 'RelationshipDefinitions': {
      const name = definition.read('SchemaName');
      return {
        kind: 'relationship',
        relationship: found(tables.relationships.find((one) => one.name === name)),
      };
    }
    case 'GlobalOptionSetDefinitions':
      return { kind: 'choice', choice: found(tables.choice(String(definition.read('Name')))) };
  }
}

function withinTable(context: Context, table: Table, first: PathSegment, second: PathSegment): Subject {
  const name = second.key && definitionAt(context, 'EntityDefinitions', [first, second])?.read('LogicalName');
  if (second.name === 'Attributes') {
    if (!second.key) return { kind: 'columns', table };
    return { kind: 'column', table, column: found(table.columnsByName.get(String(name))) };
  }
  if (second.name === 'Keys') {
    if (!second.key) return { kind: 'keys', table };
    return { kind: 'key', table, key: found(table.definition.keys.find((key) => key.name === name)) };
  }
  throw noSuchSegment(second.name);
}

function definitionAt(
  context: Context,
  root: DefinitionSetName,
  segments: readonly [PathSegment, ...PathSegment[]],
): Definition | undefined {
  const { at } = followPath(definitionSet(context, root), segments);
  return at.kind === 'one' ? at.definition : undefined;
}

const withoutCast = ([first, ...rest]: readonly [PathSegment, ...PathSegment[]]): [
  PathSegment,
  ...PathSegment[],
] => [first, ...rest.filter(({ name }) => !name.includes('.'))];

/** The definition was there a moment ago. */
function found<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('A definition has nothing behind it');
  return one;
}

import type { Catalogue } from './catalogue.js';
import type { DefinitionSet } from './definition.js';
import { defineEntity, entityOutline } from './entity-definition.js';
import { defineGlobalChoice, optionSetBase, optionSetCasts } from './option-set-definition.js';
import {
  defineRelationship,
  manyToManyOutline,
  oneToManyOutline,
  relationshipBase,
} from './relationship-definition.js';

/** The entity sets of the metadata. */
export type DefinitionSetName =
  'EntityDefinitions' | 'RelationshipDefinitions' | 'GlobalOptionSetDefinitions';

const SETS: Record<DefinitionSetName, (catalogue: Catalogue) => DefinitionSet> = {
  EntityDefinitions: (catalogue) => ({
    kind: 'many',
    type: entityOutline,
    casts: [],
    alternateKey: 'LogicalName',
    definitions: catalogue.tables.all.map((table) => defineEntity(catalogue, table)),
  }),
  RelationshipDefinitions: ({ tables }) => ({
    kind: 'many',
    type: relationshipBase,
    casts: [oneToManyOutline, manyToManyOutline],
    alternateKey: 'SchemaName',
    definitions: tables.relationships.map((one) => defineRelationship(tables, one)),
  }),
  GlobalOptionSetDefinitions: ({ tables }) => ({
    kind: 'many',
    type: optionSetBase,
    casts: optionSetCasts,
    alternateKey: 'Name',
    definitions: tables.choices.map(defineGlobalChoice),
  }),
};

export const isDefinitionSetName = (name: string): name is DefinitionSetName => Object.hasOwn(SETS, name);

export const definitionSet = (catalogue: Catalogue, name: DefinitionSetName): DefinitionSet =>
  SETS[name](catalogue);

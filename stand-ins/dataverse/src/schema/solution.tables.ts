import { organizationTable } from './organization-table.js';
import type { TableDefinition } from './table.js';

/** What people build on the platform, and who: developer/data-platform/introduction-solutions and its table reference. */
export const PUBLISHER = 'publisher';
export const SOLUTION = 'solution';
export const SOLUTION_COMPONENT = 'solutioncomponent';

const table: typeof organizationTable = (definition, columns) => ({
  ...organizationTable(definition, columns),
  aboutSchema: true,
});

const publisher = table(
  {
    name: PUBLISHER,
    schemaName: 'Publisher',
    entitySet: 'publishers',
    primaryId: 'publisherid',
    primaryName: 'friendlyname',
    label: 'Publisher',
    pluralLabel: 'Publishers',
  },
  [
    { name: 'uniquename', type: 'string', length: 256, required: 'system' },
    { name: 'friendlyname', type: 'string', length: 256, required: 'system' },
    { name: 'description', type: 'memo', length: 2000 },
    { name: 'customizationprefix', type: 'string', length: 8, required: 'system' },
    { name: 'customizationoptionvalueprefix', type: 'integer', min: 10_000, max: 99_999 },
    { name: 'isreadonly', type: 'boolean', set: 'server', default: false },
  ],
);

const solution = table(
  {
    name: SOLUTION,
    schemaName: 'Solution',
    entitySet: 'solutions',
    primaryId: 'solutionid',
    primaryName: 'friendlyname',
    label: 'Solution',
    pluralLabel: 'Solutions',
  },
  [
    { name: 'uniquename', type: 'string', length: 65, required: 'system' },
    { name: 'friendlyname', type: 'string', length: 256, required: 'system' },
    { name: 'description', type: 'memo', length: 2000 },
    { name: 'version', type: 'string', length: 256, required: 'system' },
    { name: 'ismanaged', type: 'boolean', set: 'server', default: false },
    { name: 'isvisible', type: 'boolean', set: 'server', default: true },
    {
      name: 'publisherid',
      type: 'lookup',
      required: 'system',
      targets: {
        publisher: { property: 'publisherid', relationship: 'publisher_solution', onDelete: 'restrict' },
      },
    },
  ],
);

/** Which kind of component it is; of the many that there are, those that the stand-in makes. */
export const COMPONENT_TYPES = { table: 1, column: 2, choice: 9, relationship: 10, key: 14 } as const;

const solutionComponent = {
  ...table(
    {
      name: SOLUTION_COMPONENT,
      schemaName: 'SolutionComponent',
      entitySet: 'solutioncomponents',
      primaryId: 'solutioncomponentid',
      label: 'Solution Component',
      pluralLabel: 'Solution Components',
    },
    [
      { name: 'objectid', type: 'uniqueidentifier', set: 'server' },
      {
        name: 'componenttype',
        type: 'choice',
        set: 'server',
        values: [
          { value: COMPONENT_TYPES.table, label: 'Entity' },
          { value: COMPONENT_TYPES.column, label: 'Attribute' },
          { value: COMPONENT_TYPES.choice, label: 'Option Set' },
          { value: COMPONENT_TYPES.relationship, label: 'Entity Relationship' },
          { value: COMPONENT_TYPES.key, label: 'Entity Key' },
        ],
      },
      {
        name: 'solutionid',
        type: 'lookup',
        set: 'server',
        targets: {
          solution: {
            property: 'solutionid',
            relationship: 'solution_solutioncomponent',
            onDelete: 'cascade',
          },
        },
      },
    ],
  ),
  platform: true,
};

/** The platform's own, readable as any table. Publishers and solutions can be made; components come with what they are. */
export const solutionTables: readonly TableDefinition[] = [publisher, solution, solutionComponent];

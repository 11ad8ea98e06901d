import type { LakeColumn } from './lake-column.js';
import type { TableLayout } from './table-layout.js';

/** One table of a folder: its columns and its files. */
export interface ModelEntity {
  layout: TableLayout;
  /** The table's files by their addresses; none without data. */
  locations: readonly string[];
}

/**
 * The folder's description, in the Common Data Model's form: the only place that names the columns.
 * https://learn.microsoft.com/common-data-model/model-json
 */
export const modelOf = (entities: readonly ModelEntity[], completedAt: string): string =>
  JSON.stringify({
    name: 'cdm',
    description: 'cdm',
    version: '1.0',
    entities: entities.map((entity) => entityOf(entity, completedAt)),
  });

const entityOf = ({ layout, locations }: ModelEntity, completedAt: string) => ({
  $type: 'LocalEntity',
  name: layout.table,
  description: layout.table,
  annotations: [
    { name: 'Athena:PartitionGranularity', value: 'Year' },
    { name: 'Athena:InitialSyncState', value: 'Completed' },
    { name: 'Athena:InitialSyncDataCompletedTime', value: completedAt },
  ],
  attributes: layout.columns.map(attributeOf),
  partitions: locations.map((location, index) => ({ name: String(index + 1), location })),
});

const attributeOf = ({ name, dataType, maxLength = -1, scale }: LakeColumn) => ({
  name,
  dataType,
  maxLength,
  ...(maxLength > 0 && { 'cdm:traits': [trait('is.constrained', { maximumLength: maxLength })] }),
  ...(scale !== undefined && {
    'cdm:traits': [trait('is.dataFormat.numeric.shaped', { precision: 38, scale })],
  }),
});

const trait = (traitReference: string, named: Readonly<Record<string, number>>) => ({
  traitReference,
  arguments: Object.entries(named).map(([name, value]) => ({ name, value })),
});

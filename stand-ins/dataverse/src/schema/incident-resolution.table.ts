import { systemColumns } from './system-columns.js';
import type { State, TableDefinition } from './table.js';

const states: readonly State[] = [
  { state: 0, label: 'Open', statuses: [{ value: 1, label: 'Open', default: true }] },
  { state: 1, label: 'Completed', statuses: [{ value: 2, label: 'Closed', default: true }] },
  { state: 2, label: 'Canceled', statuses: [{ value: 3, label: 'Canceled', default: true }] },
];

/**
 * The activity that resolving a case leaves behind, as far as CloseIncident writes it:
 * https://learn.microsoft.com/dynamics365/developer/reference/entities/incidentresolution
 */
export const incidentResolutionTable: TableDefinition = {
  name: 'incidentresolution',
  schemaName: 'IncidentResolution',
  entitySet: 'incidentresolutions',
  primaryId: 'activityid',
  primaryName: 'subject',
  label: 'Case Resolution',
  pluralLabel: 'Case Resolutions',
  columns: [
    ...systemColumns({ name: 'incidentresolution', primaryId: 'activityid', states }),
    { name: 'subject', type: 'string', length: 200, required: 'application' },
    { name: 'description', type: 'memo', length: 2_000 },
    { name: 'timespent', type: 'integer', min: 0 },
    {
      name: 'resolutiontypecode',
      type: 'choice',
      values: [
        { value: 5, label: 'Problem Solved' },
        { value: 1000, label: 'Information Provided' },
      ],
    },
    {
      name: 'incidentid',
      type: 'lookup',
      targets: {
        incident: {
          property: 'incidentid',
          relationship: 'Incident_IncidentResolutions',
          onDelete: 'cascade',
        },
      },
    },
  ],
  states,
  keys: [],
  platform: true,
};

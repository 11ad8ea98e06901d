import { type CaseResolution, incidentTable } from '#lib/dataverse';
import { type Schema } from '#lib/dataverse-schema';
import type { Target } from '../../catalogue/target.js';
import { tableNamed } from '../table-named.js';

type Closing = NonNullable<Target['closedWhen']>;

/** How the cases of a step end. The catalogue names the status as people see it. */
export function caseResolution(schema: Schema, { status: label, subject }: Closing): CaseResolution {
  const statuses = tableNamed(schema, incidentTable.name).state.flatMap(({ statuses: all }) => all);
  const value = statuses.find((each) => each.label === label)?.value;
  const { problemSolved, informationProvided } = incidentTable.columns.status.values;
  if (value === problemSolved) return { status: 'problemSolved', subject };
  if (value === informationProvided) return { status: 'informationProvided', subject };
  throw new Error(`A case cannot be closed as ${label}.`);
}

import { lookup, number, text } from '../table-map/column.js';
import { defineTable } from '../table-map/table.js';

/**
 * The activity that closes a case
 * (learn.microsoft.com/dynamics365/customer-service/develop/reference/entities/incidentresolution).
 */
export const incidentResolutionTable = defineTable({
  name: 'incidentresolution',
  entitySet: 'incidentresolutions',
  primaryId: 'activityid',
  columns: {
    subject: text('subject', 200),
    description: text('description', 2_000),
    minutesSpent: number('timespent'),
    case: lookup('incidentid', { incident: 'incidentid' }, { required: true }),
  },
});

import type { Evidence, Source } from './golden.js';

type Cite = (heading: string, evidence?: Evidence) => Source;

const learn =
  (root: string) =>
  (page: string): Cite =>
  (heading, evidence = 'D') => ({ page: `https://learn.microsoft.com/${root}/${page}`, heading, evidence });

/** Pages of the platform's developer guide, below its root. */
export const powerApps = learn('power-apps/developer/data-platform');

export const composeRequests = powerApps('webapi/compose-http-requests-handle-errors');
export const errorCodes = powerApps('reference/web-service-error-codes');
export const alternateKeys = powerApps('use-alternate-key-reference-record');
export const contactTable = powerApps('reference/entities/contact');
/** The columns, states and messages of the table of cases. */
export const incidentTable = learn('dynamics365/customerengagement/on-premises/developer/entities')(
  'incident',
);
export const closeIncident = learn('previous-versions/dynamicscrm-2016/developers-guide')(
  'mt607498(v=crm.8)',
);

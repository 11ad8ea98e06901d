import { DataverseError } from './errors.js';

/**
 * What the service does and this stand-in does not: asked for, it answers 501 and says so, never a silent 200, but for what is
 * `unasked`. The control door publishes this list.
 */
export const notImplemented = {
  managedProperties: 'ManagedPropertyDefinitions',
  columnTypes: 'columns of money and of several choices',
  filesInBatches: 'contents of files inside of a $batch',
  thumbnails: 'making images smaller: a thumbnail is the image as it came',
  activities: 'making tables that are activities, or that have activities or notes',
  manyToMany: 'making many-to-many relationships',
  namedCollections: 'a collection with another name than its relationship',
  twoOptionChoices: 'making global choices of two options',
  actions: 'further actions, such as AddToQueue, Merge and BulkDelete',
  functions: 'functions other than WhoAmI, RetrieveVersion and RetrieveTotalRecordCount',
  associations: 'one row of a collection by its key in the path, and paths beyond it',
  applyForms:
    '$apply but for filter, groupby and aggregate with $count, sum, min, max and average, and $apply beside other options',
  filterForms:
    '$filter with functions other than contains, startswith and endswith, with arithmetic, or with a boolean without eq',
  pagesOfLinks: '.../$ref of a collection of more than 5,000 rows',
  filterOfLookup: '$filter inside of an $expand of a lookup',
  queryFunctions:
    'query functions of fiscal periods, users, hierarchies and multiple choices, and any of them inside of any or all',
  storedQueries: 'the query options fetchXml, savedQuery and userQuery',
  platformTables: "changing the platform's own tables",
  lakeForms:
    'Azure Synapse Link in its other forms: tables in near real time with snapshots, append-only by year, Delta Lake; and choices as JSON',
  webhookRows:
    'webhooks as rows of serviceendpoints, sdkmessageprocessingsteps and asyncoperations: they are registered at the control door',
  synchronousWebhooks: 'webhooks that are called before the commit, and whose failure undoes it',
  webhookForms:
    'events of messages other than Create, Update and Delete, such as Close, Assign, SetState and CreateMultiple; Service Bus and Event Hubs',
  lakeTimer: 'exports to the lake by the clock: there is one when the control door is asked for it',
} as const;

type Feature = keyof typeof notImplemented;

/**
 * No request asks for these by name, so none is refused: they are lacking in silence, but for synchronous webhooks, which the control
 * door refuses.
 */
export const unasked = [
  'thumbnails',
  'lakeForms',
  'lakeTimer',
  'synchronousWebhooks',
  'webhookForms',
] as const satisfies readonly Feature[];

export type Missing = Exclude<Feature, (typeof unasked)[number]>;

/** A refusal in the stand-in's own words: its code is no code of Dataverse's, so that nobody takes it for one. */
export const missing = (feature: Missing, asked?: string) =>
  new DataverseError(
    501,
    `not-implemented:${feature}`,
    `This stand-in does not implement ${notImplemented[feature]}${asked ? ` (asked for: ${asked})` : ''}.`,
  );

import { DataverseError } from './errors.js';

/**
 * What the service does and this stand-in does not: asked for, it answers 501 and says so, never a silent 200. The control door
 * publishes this list.
 */
export const notImplemented = {
  serviceDocument: 'the service document',
  $metadata: '$metadata',
  definitions: 'metadata endpoints such as EntityDefinitions',
  actions: 'actions and bulk messages such as CloseIncident and CreateMultiple',
  functions: 'functions other than WhoAmI',
  associations: '$ref, navigation properties and single properties in the path',
  countPath: 'the path .../$count ($count=true works)',
  $expand: '$expand',
  $orderby: '$orderby',
  $apply: '$apply',
  filterBeyondEqAnd: '$filter with anything but eq, and, parentheses',
  parameterAliases: 'parameter aliases (@p1=...)',
  changeTracking: 'change tracking (odata.track-changes, $deltatoken)',
  annotations: 'Prefer: odata.include-annotations',
  platformTables: "changing the platform's own tables",
} as const;

export type Missing = keyof typeof notImplemented;

/** A refusal in the stand-in's own words: its code is no code of Dataverse's, so that nobody takes it for one. */
export const missing = (feature: Missing, asked?: string) =>
  new DataverseError(
    501,
    `not-implemented:${feature}`,
    `This stand-in does not implement ${notImplemented[feature]}${asked ? ` (asked for: ${asked})` : ''}.`,
  );

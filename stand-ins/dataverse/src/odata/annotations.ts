/** Which annotations the client asked for, by their full names. */
export type WantedAnnotations = (name: string) => boolean;

export const NO_ANNOTATIONS: WantedAnnotations = () => false;

export const FORMATTED_VALUE = 'OData.Community.Display.V1.FormattedValue';
export const LOOKUP_LOGICAL_NAME = 'Microsoft.Dynamics.CRM.lookuplogicalname';
export const ASSOCIATED_NAVIGATION_PROPERTY = 'Microsoft.Dynamics.CRM.associatednavigationproperty';
export const TOTAL_RECORD_COUNT = 'Microsoft.Dynamics.CRM.totalrecordcount';
export const TOTAL_RECORD_COUNT_LIMIT_EXCEEDED = 'Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded';
export const GLOBAL_METADATA_VERSION = 'Microsoft.Dynamics.CRM.globalmetadataversion';

/**
 * Reads the value of `odata.include-annotations`: names, `*`, namespaces with `.*`, each also with a minus to leave it out. The most
 * specific counts: OData protocol 4.0, 8.2.8.4; webapi/compose-http-requests-handle-errors, "Request annotations".
 */
export function readAnnotations(value: string): WantedAnnotations {
  const rules = value
    .replaceAll('"', '')
    .split(',')
    .map((rule) => rule.trim())
    .filter(Boolean)
    .map((rule) => ({ pattern: rule.replace(/^-/, ''), wanted: !rule.startsWith('-') }))
    .sort((left, right) => specificity(right.pattern) - specificity(left.pattern));
  return (name) => rules.find(({ pattern }) => covers(pattern, name))?.wanted ?? false;
}

const specificity = (pattern: string) => pattern.replace('*', '').length;

const covers = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

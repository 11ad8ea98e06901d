import type { JsonObject } from '#lib/dataverse';
import { type Target, writeComponent } from './target.js';

/** Which definition is replaced, and by which names it is read and written. */
interface Replacement {
  operation: string;
  read: string;
  write?: string;
  type: string;
  changes: JsonObject;
}

/**
 * Definitions cannot be changed property by property: the whole is read, changed and put back, and what is left out would be
 * lost. Labels are merged, so that other languages stay:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api
 */
export async function replaceDefinition(target: Target, replacement: Replacement): Promise<void> {
  const { operation, read, write: path = read, type, changes } = replacement;
  const { '@odata.context': _, ...whole } = await target.webApi.json({
    operation,
    method: 'GET',
    path: read,
    headers: { consistency: 'Strong' },
    repeatable: true,
    expect: [200],
    signal: target.signal,
  });
  await writeComponent(target, {
    operation,
    method: 'PUT',
    path,
    body: { ...whole, '@odata.type': `Microsoft.Dynamics.CRM.${type}`, ...changes },
    headers: { 'mscrm.mergelabels': 'true' },
    repeatable: true,
  });
}

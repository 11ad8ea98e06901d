import { randomUUID } from 'node:crypto';
import type { EntitySet, NewRow } from './golden/golden.js';
import type { Run } from './run.js';

export const PRIMARY_IDS: Readonly<Record<EntitySet, string>> = {
  accounts: 'accountid',
  contacts: 'contactid',
  incidents: 'incidentid',
  annotations: 'annotationid',
};

/** Rows could not be made: nothing can be said about what needs them. */
export class PreparationError extends Error {
  override readonly name = 'PreparationError';
}

/**
 * Makes rows in their order, each with an id of ours, and adds `{name}` and `{name.etag}` to the scope.
 *
 * @throws PreparationError when the service does not answer 201
 */
export async function prepare(
  run: Run,
  rows: Readonly<Record<string, NewRow>>,
  scope: Record<string, string>,
): Promise<void> {
  for (const [name, { set, columns }] of Object.entries(rows)) {
    const id = randomUUID();
    const primaryId = PRIMARY_IDS[set];
    const { status, body, text } = await run.send(
      {
        method: 'POST',
        path: `${set}?$select=${primaryId}`,
        headers: { prefer: 'return=representation' },
        body: { [primaryId]: id, ...columns },
        makes: [`${set}(${id})`],
      },
      scope,
    );
    if (status !== 201) throw new PreparationError(`${set} "${name}" could not be made: ${status} ${text}`);
    scope[name] = id;
    scope[`${name}.etag`] = String((body as Record<string, unknown>)['@odata.etag']);
  }
}

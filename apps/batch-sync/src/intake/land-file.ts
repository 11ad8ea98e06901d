import type { Integration } from '../catalogue/integration.js';
import { DeliveryRefusedError } from '../delivery-refused-error.js';
import { readRows } from '../extract/read-rows.js';
import type { SourceFile } from '../extract/source-file.js';
import type { Refusal } from '../staging/delivery-report.js';
import type { Landing, Staging } from '../staging/staging.js';

/** What became of a file: a complete delivery, or nothing, for it cannot be read. */
export type Landed = { delivery: string } | { refusal: Refusal };

/**
 * Lands the rows of a file as a delivery of that name.
 *
 * @param open throws, as reading does, a DeliveryRefusedError where the file is wrong as a whole
 */
export async function landFile(
  staging: Staging,
  integration: Integration,
  name: string,
  open: () => SourceFile | Promise<SourceFile>,
  landing: Landing = {},
): Promise<Landed> {
  try {
    return { delivery: await staging.land(integration, name, readRows(integration, await open()), landing) };
  } catch (error) {
    if (!(error instanceof DeliveryRefusedError)) throw error;
    return { refusal: { code: error.code, says: error.message } };
  }
}

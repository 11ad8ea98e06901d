import type { Places } from '../../support/dataverse-identity.js';
import type { Turn } from './turn.js';

/** How many rows the far side holds as this turn wrote them: a 204 says less than the row itself. */
export async function countWritten(
  { dataverseUrl }: Places,
  { stamp }: Pick<Turn, 'stamp'>,
): Promise<number> {
  const response = await fetch(`${dataverseUrl}/_control/rows/contact`);
  const { rows } = (await response.json()) as { rows: Record<string, unknown>[] };
  return rows.filter((row) => row['description'] === stamp).length;
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Integration } from '../../catalogue/integration.js';
import type { SourceRow } from '../../extract/source-row.js';
import { landingColumns } from '../tables/reserved-columns.js';
import { OTHERS, sourceColumns } from '../tables/staged-column.js';
import { landingTable } from '../tables/table-names.js';
import { copyLine, keepableText } from './copy-text.js';

/** So many characters go to the socket at once. */
const BLOCK = 64 * 1024;

/**
 * Copies the rows into the landing table as they come, no faster than the database takes them, and gives their number. They are there as a
 * whole or not at all.
 */
export async function landRows(
  client: ClientBase,
  integration: Integration,
  delivery: string,
  rows: AsyncIterable<SourceRow>,
  signal?: AbortSignal,
): Promise<number> {
  const names = sourceColumns(integration)
    .map(({ name }) => name)
    .filter((name) => name !== OTHERS);
  const { delivery: ofDelivery, number, defect, others } = landingColumns;
  const columns = [ofDelivery, number, defect, others, ...names].map((name) => `"${name}"`).join(', ');
  const copy = client.query(copyFrom(`copy "${landingTable(integration.name)}" (${columns}) from stdin`));
  let landed = 0;

  async function* blocks(): AsyncGenerator<Buffer> {
    let block = '';
    for await (const row of rows) {
      signal?.throwIfAborted();
      const { values } = row;
      block += copyLine([
        delivery,
        String(row.number),
        row.defect,
        row.others && JSON.stringify(row.others, keepable),
        ...names.map((name) => (Object.hasOwn(values, name) ? values[name] : undefined)),
      ]);
      landed += 1;
      if (block.length < BLOCK) continue;
      yield Buffer.from(block);
      block = '';
    }
    yield Buffer.from(block);
  }

  await pipeline(Readable.from(blocks(), { objectMode: false }), copy);
  return landed;
}

const keepable = (_: string, value: unknown) => (typeof value === 'string' ? keepableText(value) : value);

import { z } from 'zod';
import { type DefinitionReader, listOf } from './definition-reader.js';
import type { FoundPublisher, FoundSolution } from './environment.js';

const named = (name: string) => `$filter=${encodeURIComponent(`uniquename eq '${name}'`)}`;

const publisherForm = z
  .object({
    publisherid: z.string(),
    customizationprefix: z.string().nullish(),
    customizationoptionvalueprefix: z.int().nullish(),
  })
  .transform((row) => ({
    id: row.publisherid,
    prefix: row.customizationprefix ?? '',
    optionValuePrefix: row.customizationoptionvalueprefix ?? undefined,
  }));

const solutionForm = z
  .object({ solutionid: z.string(), _publisherid_value: z.string() })
  .transform((row) => ({ id: row.solutionid, publisherId: row._publisherid_value }));

/** The publisher with this unique name. */
export async function readPublisher(
  reader: DefinitionReader,
  name: string,
): Promise<FoundPublisher | undefined> {
  const select = '$select=publisherid,customizationprefix,customizationoptionvalueprefix';
  const rows = await reader.read(
    'publishers.list',
    `publishers?${select}&${named(name)}`,
    listOf(publisherForm),
  );
  return rows[0];
}

/** The solution with this unique name. */
export async function readSolution(
  reader: DefinitionReader,
  name: string,
): Promise<FoundSolution | undefined> {
  const select = '$select=solutionid,_publisherid_value';
  const rows = await reader.read(
    'solutions.list',
    `solutions?${select}&${named(name)}`,
    listOf(solutionForm),
  );
  return rows[0];
}

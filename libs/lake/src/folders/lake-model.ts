import { z } from 'zod';
import { LakeError } from '../lake.error.js';

/** A column as the lake describes it. Types: guid, string, int64, decimal, double, boolean, dateTime, dateTimeOffset. */
export interface LakeColumn {
  name: string;
  dataType: string;
}

/** The columns of each table of a folder, in the order of the cells in its files: nothing else names them. */
export type LakeModel = ReadonlyMap<string, readonly LakeColumn[]>;

const model = z.object({
  entities: z.array(
    z.object({
      name: z.string(),
      attributes: z.array(z.object({ name: z.string(), dataType: z.string() })),
    }),
  ),
});

/**
 * Reads a model.json: https://learn.microsoft.com/common-data-model/model-json
 *
 * @returns undefined when it is cut off, as happens
 * @throws LakeError `lake-model-unreadable` when it is JSON, but no model
 */
export function readModel(text: string, file: string): LakeModel | undefined {
  const json = parsed(text);
  if (json === undefined) return undefined;
  const { success, data } = model.safeParse(json);
  if (!success) throw new LakeError('lake-model-unreadable', { file });
  return new Map(data.entities.map(({ name, attributes }) => [name, attributes]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { LakeStorage } from '../storage/lake-storage.js';
import { begunAtMs } from './folder-name.js';
import { readModel, type LakeModel } from './lake-model.js';

/** How long the description of a complete folder may be late: no page says it, and another reader of such lakes waits so long. */
const LATE_BY_MS = 60 * 60 * 1_000;
const MODELS = 'Microsoft.Athena.TrickleFeedService';

/** A folder that nobody writes any more, and what is to be done with it. */
export type LakeFolder =
  /** Its rows can be read. */
  | { state: 'ready'; name: string; model: LakeModel }
  /** Its description is late; what lies behind it waits as well, for folders are read in order. Milliseconds since the epoch. */
  | { state: 'waiting'; name: string; untilMs: number }
  /** There is nothing to read: it is empty, or was abandoned, and then its rows come again in a later one. */
  | { state: 'skipped'; name: string; why: 'empty' | 'abandoned' };

/**
 * Looks at a complete folder. Empty ones happen, and model.json may be missing (an export that was abandoned, or one whose
 * description is late) or cut off (then each table's own description is taken). None of it is documented; other readers of such lakes
 * have met it.
 *
 * @param next the name of the folder behind it: it was begun when this one was complete
 */
export async function openFolder(
  storage: LakeStorage,
  name: string,
  next: string,
  nowMs: number,
): Promise<LakeFolder> {
  const text = await storage.text(`${name}/model.json`);
  if (text !== undefined) {
    const model = readModel(text, `${name}/model.json`) ?? (await modelOfTables(storage, name));
    return { state: 'ready', name, model };
  }
  if ((await storage.list(name)).length === 0) return { state: 'skipped', name, why: 'empty' };
  const untilMs = begunAtMs(next) + LATE_BY_MS;
  return nowMs < untilMs ? { state: 'waiting', name, untilMs } : { state: 'skipped', name, why: 'abandoned' };
}

/** A table whose own description is cut off too is left out: whoever wants its rows is told. */
async function modelOfTables(storage: LakeStorage, name: string): Promise<LakeModel> {
  const names = (await storage.list(`${name}/${MODELS}`)).filter((file) => file.endsWith('-model.json'));
  const models = await Promise.all(
    names.map(async (file) => {
      const path = `${name}/${MODELS}/${file}`;
      return readModel((await storage.text(path)) ?? '', path);
    }),
  );
  return new Map(models.flatMap((model) => [...(model ?? [])]));
}

import type { LakeRow } from './lake-row.js';

/**
 * Whether one version of a row comes after another of the same row: by version, then by the time of the export (a version is exported
 * again when a try is repeated), then deletions after rows, as they are to be applied within a folder.
 */
export function supersedes(one: LakeRow, other: LakeRow): boolean {
  if (one.version !== other.version) return one.version > other.version;
  const later = timeOf(one) - timeOf(other);
  return later !== 0 ? later > 0 : one.isDeleted && !other.isDeleted;
}

/** The rows that there are, by id, each in its latest version, in whatever order their versions come; those that are gone left out. */
export async function latestRows(versions: AsyncIterable<LakeRow>): Promise<Map<string, LakeRow>> {
  const latest = new Map<string, LakeRow>();
  for await (const row of versions) {
    const known = latest.get(row.id);
    if (!known || supersedes(row, known)) latest.set(row.id, row);
  }
  for (const [id, { isDeleted }] of latest) if (isDeleted) latest.delete(id);
  return latest;
}

const timeOf = ({ exportedAt }: LakeRow): number => exportedAt?.getTime() ?? 0;

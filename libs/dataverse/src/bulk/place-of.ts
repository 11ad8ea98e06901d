/**
 * Where a row stands, as a number: a hash of its path in any case of letters, by FNV-1a (datatracker.ietf.org/doc/draft-eastlake-fnv). Other
 * paths have the same number now and then, so it tells only which rows may be one: to write those one after the other costs little. A
 * number is kept for less than a string.
 */
export function placeOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at += 1)
    hash = Math.imul(hash ^ (path.charCodeAt(at) | 0x20), 0x01000193);
  // So many bits are no object of their own.
  return hash >> 2;
}

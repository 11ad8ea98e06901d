/** The documentation has colons in the time, lakes are seen with dots: both are taken. */
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)[.:](\d\d)[.:](\d\d(?:\.\d+)?)Z$/i;

/**
 * The folders that nobody writes any more, in their order: those begun before the one that changelog.info names, whichever way either
 * is written. What else lies in the container (`Changelog`, `Synapse.log`, `EntitySyncFailure`) is no folder of rows.
 * https://learn.microsoft.com/power-apps/maker/data-platform/azure-synapse-incremental-updates
 *
 * @param names what is in the container
 * @param current what changelog.info says
 */
export const completedFolders = (names: readonly string[], current: string): string[] =>
  names
    .filter((name) => begunAtMs(name) < begunAtMs(current))
    .sort((one, other) => begunAtMs(one) - begunAtMs(other));

/** When a folder was begun, in milliseconds since the epoch; NaN for a name that is none. */
export function begunAtMs(name: string): number {
  const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
}

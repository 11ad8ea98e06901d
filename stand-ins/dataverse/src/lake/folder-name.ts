/**
 * A folder is named after the second in which it was begun. The documentation has colons in the time
 * (https://learn.microsoft.com/power-apps/maker/data-platform/azure-synapse-incremental-updates); what is seen in lakes has dots.
 */
const folderNameOf = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 19).replaceAll(':', '.')}Z`;

/** The next folder's name. Always behind the last one's, also within a second and when the clock was set back. */
export function nextFolderName(last: string | undefined, now: number): string {
  const name = folderNameOf(now);
  return last === undefined || name > last ? name : folderNameOf(timeOf(last) + 1_000);
}

export const isFolderName = (name: string): boolean => /^\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\dZ$/.test(name);

const timeOf = (name: string): number => Date.parse(name.replaceAll('.', ':'));

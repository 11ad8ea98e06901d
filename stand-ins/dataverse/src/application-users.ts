import { createHash } from 'node:crypto';

/** Gives each application a system user, the same one in every run. */
export function applicationUsersFor(applicationIds: readonly string[]): Record<string, string> {
  return Object.fromEntries(applicationIds.map((id) => [id.toLowerCase(), systemUserIdOf(id.toLowerCase())]));
}

/** The object id that Entra ID has for an application's service principal here. */
export const objectIdOf = (applicationId: string) => guidFrom(`serviceprincipal ${applicationId}`);

const systemUserIdOf = (applicationId: string) => guidFrom(`systemuser ${applicationId}`);

function guidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import type { WebApiRequest } from './request.js';

/** A header by its name in lower case; one that came several times as one list. */
export function header({ headers }: WebApiRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

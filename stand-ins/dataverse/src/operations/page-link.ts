import type { Collection } from './collection.js';
import type { Context, WebApiRequest } from './request.js';

/** The same query as it came, with the token of another page, or of later changes. */
export function pageLink(
  { serviceRoot }: Context,
  { query }: WebApiRequest,
  { path }: Collection,
  option: '$skiptoken' | '$deltatoken',
  token: string,
): string {
  // The pages of changes keep the token that the changes were asked for by.
  const stale = option === '$deltatoken' ? /^(\$|%24)(skip|delta)token=/i : /^(\$|%24)skiptoken=/i;
  const kept = query.split('&').filter((part) => part !== '' && !stale.test(part));
  return `${serviceRoot}${path}?${[...kept, `${option}=${token}`].join('&')}`;
}

/** @throws TypeError for what is no address of an environment */
export function refuseWrongAddress(url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new TypeError('The url of an environment is one such as https://contoso.crm4.dynamics.com.');
}

/** Where the paths of an environment begin, however its address is spelled; a `TypeError` for what is no address. */
export function rootOf(url: string): string {
  refuseWrongAddress(url);
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}/api/data/v9.2/`;
}

/** What follows the root in an absolute link, as it is; undefined for a link that leads out of this environment. */
export function pathBelow(root: string, link: unknown): string | undefined {
  if (typeof link !== 'string' || !URL.canParse(link)) return undefined;
  const { pathname } = new URL(root);
  const [, path = ''] = /^https?:\/\/[^/?#\\]+(.*)$/is.exec(link) ?? [];
  if (environmentOf(link) !== environmentOf(root) || !path.startsWith(pathname)) return undefined;
  const below = path.slice(pathname.length);
  return hasDotSegment(below) ? undefined : below;
}

/** A `..` would leave the Web API before it is sent, and a `.` is nothing's name. */
export const hasDotSegment = (path: string): boolean =>
  /(?:^|[/\\])(?:\.|%2e){1,2}(?:$|[/\\#])/i.test(path.split('?', 1)[0] ?? '');

/**
 * `contoso.api.crm4.dynamics.com` and `contoso.crm4.dynamics.com` are one environment
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#web-api-url-and-versions),
 * and its links may name either.
 */
const environmentOf = (url: string): string =>
  new URL(url).origin.replace(/^(https:\/\/[^.]+)\.api(?=\.crm\d*\.)/, '$1');

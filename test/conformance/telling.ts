import type { Scope } from './placeholders.js';
import type { Answer, Sent } from './service.js';
import type { Told } from './verdict.js';

const LONGEST = 2_000;

/** A request and its answer in words, without the token and without the environment's address. */
export function tell({ method, url, headers, body }: Sent, answer: Answer, scope: Scope): Told {
  const request = [`${method} ${url}`, ...linesOf(headers), ...(body === undefined ? [] : ['', body])];
  const lines = [String(answer.status), ...linesOf(answer.headers, WORTH_TELLING)];
  const told = { request: request.join('\n'), answer: [...lines, '', answer.text].join('\n') };
  return { request: cut(nameless(told.request, scope)), answer: cut(nameless(told.answer, scope)) };
}

/** A text without the environment's address, which is nobody's business but its owner's. */
export const nameless = (text: string, { org = '' }: Scope): string => text.replaceAll(org, '{org}');

/** The rest are cookies, request ids and what a gateway adds. */
const WORTH_TELLING =
  /^(content-type|odata-|location|preference-applied|etag|retry-after|allow|www-authenticate|x-ms-(dop|ratelimit))/;

const linesOf = (headers: Readonly<Record<string, string>>, shape = /(?:)/) =>
  Object.entries(headers)
    .filter(([name]) => shape.test(name))
    .map(([name, value]) => `${name}: ${value}`);

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

import type { Scope } from './placeholders.js';
import type { Answer, Sent } from './service.js';
import type { Told } from './verdict.js';

const LONGEST = 2_000;

/** A request and its answer in words, without the token and without the environment's address. */
export function tell({ method, url, headers, body }: Sent, answer: Answer, scope: Scope): Told {
  const request = [`${method} ${url}`, ...linesOf(headers), ...(body === undefined ? [] : ['', body])];
  const lines = [String(answer.status), ...linesOf(answer.headers, WORTH_TELLING)];
  const told = { request: request.join('\n'), answer: [...lines, '', answer.text].join('\n') };
  return { request: nameless(told.request, scope), answer: nameless(told.answer, scope) };
}

/** The rest are cookies, request ids and what a gateway adds. */
const WORTH_TELLING =
  /^(content-type|odata-|location|preference-applied|etag|retry-after|allow|www-authenticate|x-ms-(dop|ratelimit))/;

const linesOf = (headers: Readonly<Record<string, string>>, shape = /(?:)/) =>
  Object.entries(headers)
    .filter(([name]) => shape.test(name))
    .map(([name, value]) => `${name}: ${value}`);

function nameless(text: string, { org = '' }: Scope): string {
  const told = text.replaceAll(org, '{org}');
  return told.length > LONGEST ? `${told.slice(0, LONGEST)}...` : told;
}

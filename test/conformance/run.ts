import { randomBytes, randomUUID } from 'node:crypto';
import type { Environment } from './environment.js';
import type { Expectation, Golden, Request } from './golden/golden.js';
import { MadeRows } from './made-rows.js';
import { compare } from './matching/compare.js';
import type { Difference } from './matching/difference.js';
import { fill, fillAll, type Scope } from './placeholders.js';
import type { Answer, Sent } from './service.js';
import type { Verdict } from './verdict.js';

const HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
};

/** One run against one environment: its mark, which every row carries in its name, and the book of its rows. */
export class Run {
  readonly made = new MadeRows();
  /** Short enough for an account's number. */
  readonly mark = `cfm-${randomBytes(5).toString('hex')}`;
  /** The ids of the rows that many goldens read; made by the first of them. */
  world: Promise<Scope> | undefined;
  /** What was judged already: a golden is run once, whoever asks. */
  readonly verdicts = new Map<Golden, Promise<Verdict>>();

  constructor(readonly environment: Environment) {}

  /** Placeholders of a golden: ids that no row has yet, and what all goldens know. */
  scope(): Record<string, string> {
    const { url, root } = this.environment.service;
    const free = Object.fromEntries(['new', 'new2', 'new3', 'missing'].map((name) => [name, randomUUID()]));
    return { ...free, mark: this.mark, org: url, root };
  }

  /** Sends a request of a golden; rows that it makes are in the book before it leaves. */
  async send(request: Request, scope: Scope): Promise<Answer> {
    for (const address of request.makes ?? []) this.made.note(fill(address, scope));
    const answer = await this.environment.service.send(this.sentOf(request, scope));
    this.made.noteAllOf(answer);
    return answer;
  }

  sentOf({ method, path, headers = {}, body }: Request, scope: Scope): Sent {
    const filled = fill(path, scope);
    const json = body === undefined || typeof body === 'string' ? {} : JSON_CONTENT;
    const given = Object.entries({ ...HEADERS, ...json, ...lowerCased(headers) });
    const kept = given.filter((entry): entry is [string, string] => entry[1] !== null);
    return {
      method,
      url: /^https?:/.test(filled) ? filled : `${this.environment.service.root}/${filled}`,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, fill(value, scope)])),
      body: bodyText(body, scope),
    };
  }

  /** Deletes what the run has made. @returns what is left over */
  cleanUp(): Promise<string[]> {
    const { service } = this.environment;
    return this.made.deleteAll((address) =>
      service.send({ method: 'DELETE', url: `${service.root}/${address}`, headers: HEADERS }),
    );
  }
}

/** The differences between an answer and what was expected of it. */
export function judge({ status, headers, body }: Expectation, answer: Answer, scope: Scope): Difference[] {
  const judged = Object.entries(headers ?? {}).flatMap(([name, one]) =>
    compare(one, answer.headers[name], `/headers/${name}`, scope),
  );
  return [
    ...compare(status, answer.status, '/status', scope),
    ...judged,
    ...(body === undefined ? [] : compare(body, answer.body, '/body', scope)),
  ];
}

const JSON_CONTENT = { 'content-type': 'application/json; charset=utf-8' };

function bodyText(body: unknown, scope: Scope): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? fill(body, scope) : JSON.stringify(fillAll(body, scope));
}

const lowerCased = (headers: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

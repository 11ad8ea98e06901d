import { setTimeout as sleep } from 'node:timers/promises';
import type { CasePost } from './sources/sources.js';

/** What became of one post. */
export type PostOutcome =
  | { outcome: 'accepted'; reference: string; repeated: boolean; ms: number }
  | { outcome: 'refused'; code: string; pointers: string[]; ms: number };

export interface PosterOptions {
  intakeUrl: string;
  /** A valid token of the website, renewed by whoever gives it. */
  token: () => Promise<string>;
  signal: AbortSignal;
}

const ATTEMPTS = 10;
const ANSWER_WITHIN_MS = 30_000;

/** Posts a case as a website does: again, under the same key, until there is an answer that decides. */
export async function postCase(
  post: CasePost,
  { intakeUrl, token, signal }: PosterOptions,
): Promise<PostOutcome> {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const response = await fetch(`${intakeUrl}/cases/v1/cases`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token()}`,
        'content-type': 'application/json',
        'idempotency-key': `${post.externalReference.system}:${post.externalReference.id}`.replace(
          /[^\x21-\x7e]/g,
          '_',
        ),
      },
      body: JSON.stringify(post),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body = (await response.json()) as {
      reference?: string;
      code?: string;
      errors?: { pointer: string }[];
    };
    const ms = performance.now() - startedAt;
    if (response.ok) {
      const repeated = response.headers.get('idempotency-replayed') === 'true';
      return { outcome: 'accepted', reference: body.reference ?? '', repeated, ms };
    }
    if (!isPassing(response.status) || attempt === ATTEMPTS) {
      const pointers = (body.errors ?? []).map(({ pointer }) => pointer);
      return { outcome: 'refused', code: body.code ?? String(response.status), pointers, ms };
    }
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000, undefined, { signal });
  }
}

const isPassing = (status: number): boolean => status === 409 || status === 429 || status >= 500;

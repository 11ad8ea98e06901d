import { describe, expect, it } from 'vitest';
import { AbortError } from '#lib/resilience';
import { ManualClock } from '#lib/resilience/testing';
import type { HttpResponse } from './http-call.js';
import { logPolicy } from './log.policy.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';
import { TransportError } from './transport-error.js';

const url =
  "https://contoso.crm4.dynamics.com/api/data/v9.2/contacts(cw_key='ab')?$filter=emailaddress eq 'mary@example.org'";

async function attempt(step: HttpResponse | Error, signal?: AbortSignal) {
  const lines: Record<string, unknown>[] = [];
  const line = (level: string) => (fields: object, message: string) =>
    lines.push({ level, message, ...fields });
  const reports: object[] = [];
  const policy = logPolicy({
    logger: { info: line('info'), warn: line('warn') },
    onAttempt: (report) => reports.push(report),
    clock: new ManualClock(),
  });
  const headers = { authorization: 'Bearer secret', 'x-ms-correlation-id': 'c-1' };
  const request = requestOf({ url, attempt: 2, headers, body: '{"lastname":"Mary"}', signal });
  await policy.send(request, scripted(step)).catch(() => undefined);
  return { lines, reports };
}

describe('logPolicy', () => {
  it('writes one line an attempt', async () => {
    const { lines } = await attempt(answerOf(204, { durationMs: 12.4 }));
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'outgoing call',
        operation: 'contact.retrieve',
        method: 'GET',
        host: 'contoso.crm4.dynamics.com',
        attempt: 2,
        correlationId: 'c-1',
        status: 204,
        outcome: '204',
        durationMs: 12,
      },
    ]);
  });

  it('writes nothing of the path, the query, the body or the token', async () => {
    for (const step of [answerOf(200, { body: 'Mary' }), new TransportError('connection-reset', 'unknown')]) {
      const { lines, reports } = await attempt(step);
      expect(JSON.stringify([lines, reports])).not.toMatch(/mary|cw_key|contacts|secret|filter/i);
    }
  });

  it('warns of a 5xx and of no answer, and names the reason', async () => {
    expect((await attempt(answerOf(503))).lines[0]).toMatchObject({ level: 'warn', outcome: '503' });
    const lost = new TransportError('connection-reset', 'unknown');
    expect((await attempt(lost)).lines[0]).toMatchObject({ level: 'warn', outcome: 'connection-reset' });
    expect((await attempt(answerOf(429))).lines[0]).toMatchObject({ level: 'info', outcome: '429' });
  });

  it('tells a timeout from a caller that left by the reason of the abort', async () => {
    const aborted = new AbortError('cut');
    const timedOut = AbortSignal.abort(new TransportError('attempt-timeout', 'unknown'));
    expect((await attempt(aborted, timedOut)).lines[0]).toMatchObject({ outcome: 'attempt-timeout' });
    expect((await attempt(aborted, AbortSignal.abort())).lines[0]).toMatchObject({ outcome: 'aborted' });
  });

  it('tells how many operations a batch holds', async () => {
    const reports: object[] = [];
    const policy = logPolicy({ onAttempt: (report) => reports.push(report) });
    await policy.send(requestOf({ operations: 20 }), scripted(answerOf(200)));
    expect(reports).toMatchObject([{ operations: 20 }]);
  });

  it('reports the same to whoever counts', async () => {
    const { reports } = await attempt(answerOf(200));
    expect(reports).toMatchObject([{ operation: 'contact.retrieve', outcome: '200', durationMs: 5 }]);
  });

  it('tells the tally of a call what was sent for it, and of no other', async () => {
    const told: object[] = [];
    const tally = { attempted: (attempt: object) => void told.push(attempt), waited: () => undefined };
    const policy = logPolicy({ clock: new ManualClock() });
    const send = (step: HttpResponse | Error, more: object = {}) =>
      policy.send(requestOf({ url, tally, ...more }), scripted(step)).catch(() => undefined);
    await send(answerOf(204, { durationMs: 12.4 }), { operations: 100 });
    await send(answerOf(429, { durationMs: 3 }));
    await send(new TransportError('connection-reset', 'unknown'));
    await send(new TransportError('connection-refused', 'not-sent'));
    await send(answerOf(204), { tally: undefined });
    expect(told).toEqual([
      { status: 204, operations: 100, durationMs: 12.4 },
      { status: 429, operations: 1, durationMs: 3 },
      { operations: 1, durationMs: 0 },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { correlationPolicy, type CorrelationOptions } from './correlation.policy.js';
import type { HttpRequest } from './http-call.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

async function headersSent(options: CorrelationOptions = {}, request: Partial<HttpRequest> = {}) {
  const transport = scripted(answerOf(200));
  await correlationPolicy(options).send(requestOf(request), transport);
  return transport.requests[0]?.headers ?? {};
}

describe('correlationPolicy', () => {
  it('stays in the present trace, with a span of its own', async () => {
    const currentTrace = () => ({ traceparent: `00-${traceId}-${spanId}-01` });
    const headers = await headersSent({ currentTrace });
    expect(headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(headers['traceparent']).not.toContain(spanId);
    expect(headers['x-ms-correlation-id']).toBe('0af76519-16cd-43dd-8448-eb211c80319c');
  });

  it.each([undefined, { traceparent: 'nonsense' }])(
    'begins a trace when there is none (%#)',
    async (trace) => {
      const headers = await headersSent({ currentTrace: () => trace });
      expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    },
  );

  it('gives each call an id of its own', async () => {
    const ids = [await headersSent(), await headersSent()].map(
      (headers) => headers['x-ms-client-request-id'],
    );
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells the lane when there is one', async () => {
    expect((await headersSent({}, { lane: 'batch' }))['x-causeway-lane']).toBe('batch');
    expect(await headersSent()).not.toHaveProperty('x-causeway-lane');
  });
});

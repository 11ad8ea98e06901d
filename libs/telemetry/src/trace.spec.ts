import { describe, expect, it } from 'vitest';
import { continueTrace } from './trace.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe('continueTrace', () => {
  it('keeps the trace and its flags and takes a step of its own', () => {
    const { traceId, traceparent } = continueTrace(`00-${TRACE}-b7ad6b7169203331-00`);
    expect(traceId).toBe(TRACE);
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!b7ad6b7169203331)[0-9a-f]{16}-00$`));
  });

  it('reads later versions, which may carry more', () => {
    expect(continueTrace(`01-${TRACE}-b7ad6b7169203331-01-more`).traceId).toBe(TRACE);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `ff-${TRACE}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  ])('begins a new trace for %j', (traceparent) => {
    const { traceId } = continueTrace(traceparent);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe(TRACE);
  });
});

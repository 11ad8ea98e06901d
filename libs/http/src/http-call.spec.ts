import { describe, expect, it } from 'vitest';
import { type ClientPolicy, pipeline } from './http-call.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';

describe('pipeline', () => {
  it('runs the policies from the first to the last, then the transport, and back', async () => {
    const road: string[] = [];
    const step = (name: string): ClientPolicy => ({
      name,
      send: async (request, next) => {
        road.push(`${name} out`);
        const response = await next(request);
        road.push(`${name} back`);
        return response;
      },
    });
    const transport = scripted(() => {
      road.push('transport');
      return answerOf(200);
    });
    await pipeline([step('first'), step('second')], transport)(requestOf());
    expect(road).toEqual(['first out', 'second out', 'transport', 'second back', 'first back']);
  });
});

import { describe, expect, it } from 'vitest';
import { createLogger, runInTrace } from './index.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger({ service: 'spec', stream: { write: (line) => void lines.push(line) } }));
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
}

describe('the logger', () => {
  it('redacts personal data and secrets on three levels', () => {
    const line = logged((logger) =>
      logger.info(
        { email: 'ann@example.org', a: { phone: '1234', b: { authorization: 'Bearer x' } } },
        'posted',
      ),
    );
    expect(line).toMatchObject({
      email: '[redacted]',
      a: { phone: '[redacted]', b: { authorization: '[redacted]' } },
    });
  });

  it('keeps values that a foreign error quotes out of the line', () => {
    const error = new Error(
      'duplicate key value violates unique constraint "x"\nKey (email)=(ann@example.org) exists',
    );
    const wrapped = new Error(`Cannot parse 'ann@example.org'`, { cause: error });
    expect(JSON.stringify(logged((logger) => logger.error({ err: wrapped }, 'failed')))).not.toContain(
      'ann@example.org',
    );
  });

  it('names the error, its code and its cause', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const line = logged((logger) => logger.error({ err: new TypeError('away', { cause }) }, 'failed'));
    expect(line['err']).toMatchObject({
      type: 'TypeError',
      message: 'away',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('writes the trace that the work belongs to', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const line = logged((logger) =>
      runInTrace(`00-${traceId}-b7ad6b7169203331-01`, () => logger.info('step')),
    );
    expect(line).toMatchObject({ service: 'spec', level: 'info', traceId });
  });
});

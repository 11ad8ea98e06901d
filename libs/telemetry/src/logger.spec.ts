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

  it('redacts within lists and within what its child is bound to', () => {
    const line = logged((logger) =>
      logger.child({ token: 'x' }).info({ cases: [{ email: 'ann@example.org' }] }, 'posted'),
    );
    expect(line).toMatchObject({ token: '[redacted]', cases: [{ email: '[redacted]' }] });
  });

  it('leaves what it was given as it was, and dates readable', () => {
    const fields = { at: new Date(0), reporter: { name: 'Ann Lee' } };
    expect(logged((logger) => logger.info(fields, 'posted'))).toMatchObject({
      at: '1970-01-01T00:00:00.000Z',
      reporter: '[redacted]',
    });
    expect(fields.reporter).toEqual({ name: 'Ann Lee' });
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

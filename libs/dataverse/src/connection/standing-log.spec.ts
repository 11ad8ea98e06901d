import { describe, expect, it, vi } from 'vitest';
import { standingLog } from './standing-log.js';

describe('standingLog', () => {
  it('warns of what keeps a process to its own, with the reason, and tells when it is over', () => {
    const logger = { info: vi.fn(), warn: vi.fn() };
    const tell = standingLog(logger);
    tell('cut-off', new Error('connect ECONNREFUSED'));
    tell('keeps-to-its-own');
    tell('shares');
    expect(logger.warn.mock.calls.map(([fields]) => fields as unknown)).toEqual([
      { standing: 'cut-off', reason: 'connect ECONNREFUSED' },
      { standing: 'keeps-to-its-own' },
    ]);
    expect(logger.info).toHaveBeenCalledOnce();
  });
});

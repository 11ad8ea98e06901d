import { describe, expect, it } from 'vitest';
import { createLogger } from './index.js';
import { NestLogger } from './nest.js';

const TELLS_AND_THROWS = 'ExceptionHandler';

describe('what Nest logs', () => {
  const lines = (error: Error, context: string, level = 'info') => {
    const written: string[] = [];
    const stream = { write: (line: string) => void written.push(line) };
    new NestLogger(createLogger({ service: 'spec', level, stream })).error(error, context);
    return written;
  };
  const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' });

  it('is not told twice when a start fails for a reason that has a name', () => {
    expect(lines(taken, TELLS_AND_THROWS)).toEqual([]);
    expect(lines(taken, TELLS_AND_THROWS, 'debug')).toHaveLength(1);
  });

  it('has the stack of a start that fails for no such reason, and of other errors', () => {
    expect(lines(new Error('a mistake of ours'), TELLS_AND_THROWS)).toHaveLength(1);
    const ours = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' });
    expect(lines(ours, TELLS_AND_THROWS)).toHaveLength(1);
    expect(lines(taken, 'AnyOther')).toHaveLength(1);
  });
});

import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

const log = new NestLogger('DurableQueues');

/**
 * graphile-worker tells of every job; our own delivery does that in our words. What remains are troubles with the
 * database, by their first line and without the payloads and stacks that the library hands along.
 */
export const quietLogger = new Logger(() => (level, message, meta) => {
  if (meta?.['failure'] === true) return;
  const [firstLine = ''] = message.split('\n');
  if (level === 'error' || level === 'warning') log.warn(firstLine);
});

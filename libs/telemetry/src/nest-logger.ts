import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Lets Nest write through our logger, so that its lines are JSON and carry the service's name. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }

  error(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    this.write(context === 'ExceptionHandler' && hasName(message) ? 'debug' : 'error', message, context);
  }

  warn(message: unknown, context?: unknown): void {
    this.write('warn', message, context);
  }

  debug(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }

  verbose(message: unknown, context?: unknown): void {
    this.write('trace', message, context);
  }

  private write(level: 'trace' | 'debug' | 'warn' | 'error', message: unknown, context: unknown): void {
    const fields = { context: typeof context === 'string' ? context : undefined };
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, 'nest');
    else this.logger[level](fields, String(message));
  }
}

/**
 * Nest tells of an error that it then throws. One that has a code is told in words by whoever catches it. Those of Node that begin
 * with `ERR_` are mostly mistakes of ours, of which the words say too little.
 */
const hasName = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  !error.code.startsWith('ERR_');

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ProblemError } from '#lib/problem';

const HEADER = 'idempotency-key';
/** Visible ASCII: anything else is changed by one proxy or another on its way. */
const USABLE = /^[\x21-\x7e]{1,255}$/;

/**
 * The Idempotency-Key of a request, if it has one:
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => {
    const { headers } = context
      .switchToHttp()
      .getRequest<{ headers: Record<string, string | string[] | undefined> }>();
    const key = headers[HEADER];
    if (key === undefined) return undefined;
    if (typeof key === 'string' && USABLE.test(key)) return key;
    throw new ProblemError('idempotency-key-invalid', {
      detail: 'It must be 1 to 255 visible ASCII characters.',
    });
  },
);

import type { Request } from '../golden/golden.js';
import { valueAt } from '../pointer.js';
import type { Run } from '../run.js';
import type { Answer } from '../service.js';

/** Sends one request of a check. */
export const ask = (run: Run, request: Request): Promise<Answer> => run.send(request, run.scope());

export const get = (run: Run, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(run, { method: 'GET', path, headers });

export const errorCode = ({ body }: Answer): unknown => valueAt(body, '/error/code');
export const errorMessage = ({ body }: Answer): unknown => valueAt(body, '/error/message');

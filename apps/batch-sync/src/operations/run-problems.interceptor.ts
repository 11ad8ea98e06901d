import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable, throwError } from 'rxjs';
import { ProblemError, type ProblemCode } from '#lib/problem';
import { RunError } from '../run/run.error.js';

const CODES: Readonly<Partial<Record<RunError['code'], ProblemCode>>> = {
  'no-such-integration': 'not-found',
  'no-such-run': 'not-found',
  'run-unfinished': 'run-unfinished',
  'run-ended': 'run-ended',
};

/** Tells operators what a run cannot do, in its words. */
@Injectable()
export class RunProblems implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => throwError(() => named(error))));
  }
}

function named(error: unknown): unknown {
  const code = error instanceof RunError ? CODES[error.code] : undefined;
  return code ? new ProblemError(code, { detail: (error as RunError).message, cause: error }) : error;
}

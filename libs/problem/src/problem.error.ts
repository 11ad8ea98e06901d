import { PROBLEMS, type ProblemCode } from './problems.js';

/** One field that is wrong: where it is (RFC 6901 JSON Pointer) and what is wrong with it, never its value. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

export interface ProblemOptions {
  /** What happened this time, in words for the caller; holds no value that the caller sent. */
  detail?: string;
  errors?: readonly FieldProblem[];
  /** Extra response headers, such as Retry-After. */
  headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document, such as the reference of the case that is in the way. */
  members?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/** A failure that the caller may see; it leaves as `application/problem+json`. */
export class ProblemError extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? PROBLEMS[code].title, { cause: options.cause });
    this.name = 'ProblemError';
    this.status = PROBLEMS[code].status;
  }

  /** The body that RFC 9457 describes. */
  toDocument(): Record<string, unknown> {
    const { detail, errors, members } = this.options;
    return {
      type: `urn:problem:causeway:${this.code}`,
      title: PROBLEMS[this.code].title,
      status: this.status,
      code: this.code,
      ...(detail && { detail }),
      ...(errors && { errors }),
      ...members,
    };
  }
}

/**
 * Every failure that a caller may see: its stable code, its HTTP status and its words (RFC 9457). What is not in this table
 * leaves as a bare 500.
 */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'invalid-encoding': { status: 400, title: 'The body is not valid UTF-8' },
  'json-too-deep': { status: 400, title: 'The JSON is nested too deeply' },
  'idempotency-key-invalid': { status: 400, title: 'The Idempotency-Key header cannot be used' },
  unauthenticated: { status: 401, title: 'A valid access token is needed' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  'unknown-consumer': { status: 403, title: 'The caller is not registered as a consumer' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  'method-not-allowed': { status: 405, title: 'This method is not allowed here' },
  'not-acceptable': { status: 406, title: 'No answer in the accepted form' },
  'request-timeout': { status: 408, title: 'The request came in too slowly' },
  'idempotency-in-flight': { status: 409, title: 'The same request is being worked on' },
  'external-reference-conflict': { status: 409, title: 'The external reference belongs to another case' },
  'run-unfinished': { status: 409, title: 'The integration has a run that has not ended' },
  'run-ended': { status: 409, title: 'The run has ended' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'The body has a type that is not understood here' },
  'validation-failed': { status: 422, title: 'Some fields are not valid' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'header-fields-too-large': { status: 431, title: 'The header fields are too large' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'not-implemented': { status: 501, title: 'This is not offered here' },
  'service-unavailable': { status: 503, title: 'The service cannot take the request now' },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable name of a failure that callers may rely on. */
export type ProblemCode = keyof typeof PROBLEMS;

/** The code for an HTTP status that a framework chose by itself. */
export function problemCodeFor(status: number): ProblemCode {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return (
    codes.find((code) => PROBLEMS[code].status === status) ??
    (status < 500 ? 'malformed-request' : 'internal-error')
  );
}

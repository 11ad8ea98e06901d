import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { answerProblem, PROBLEM_TYPE, ProblemError, problemCodeFor, type ProblemCode } from '#lib/problem';

/** fastify's options for what fails before there is a route: its own answers would quote the address, and be no problem documents. */
export const unroutableRequests = {
  frameworkErrors(error: { statusCode?: number }, _request: unknown, reply: FastifyReply): void {
    answerProblem(reply, new ProblemError(problemCodeFor(error.statusCode ?? 500)));
  },

  /** Bytes that are no HTTP: there is no request to answer, only a socket. */
  clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code !== 'ECONNRESET' && socket.writable) socket.write(rawAnswer(codeOf(error)));
    socket.destroy();
  },
};

function codeOf({ code }: NodeJS.ErrnoException): ProblemCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return code === 'HPE_HEADER_OVERFLOW' ? 'header-fields-too-large' : 'malformed-request';
}

function rawAnswer(code: ProblemCode): string {
  const problem = new ProblemError(code);
  const body = JSON.stringify(problem.toDocument());
  return [
    `HTTP/1.1 ${problem.status} Refused`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

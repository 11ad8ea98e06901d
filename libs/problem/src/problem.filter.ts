import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ProblemError } from './problem.error.js';
import { problemCodeFor } from './problems.js';

/** The media type of every problem document. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** What an answer needs of a reply; fastify's fits. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  type(contentType: string): Reply;
  send(body: string): unknown;
}

/** Turns whatever was thrown into a problem document; what has no name here becomes a bare 500 and a full log entry. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /**
   * @param report hears of every failure on our side, with its cause
   * @param translate gives names to errors of other libraries, such as a database that is away
   */
  constructor(
    private readonly report: (error: unknown) => void,
    private readonly translate: (error: unknown) => ProblemError | undefined = () => undefined,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = this.nameOf(error);
    if (problem.status >= 500) this.report(error);
    answerProblem(host.switchToHttp().getResponse<Reply>(), problem);
  }

  private nameOf(error: unknown): ProblemError {
    if (error instanceof ProblemError) return error;
    const translated = this.translate(error);
    if (translated) return translated;
    return new ProblemError(problemCodeFor(statusOf(error)), { cause: error });
  }
}

/** Sends a problem as RFC 9457 has it, for what fails before a filter could hear of it. */
export function answerProblem(reply: Reply, problem: ProblemError): void {
  for (const [name, value] of Object.entries(problem.options.headers ?? {})) reply.header(name, value);
  reply.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem.toDocument()));
}

/** Nest's exceptions know their status; fastify's carry `statusCode` (413, 415 …). A client's own status is believed below 500 only. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

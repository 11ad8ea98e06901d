import { DataverseClient, DataverseConnection } from '#lib/dataverse';
import { batchAnswerOf } from '#lib/dataverse/testing';
import type { HttpRequest, HttpResponse } from '#lib/http';
import { answerOf } from '#lib/http/testing';
import type { Lane } from '#lib/resilience';
import type { Seat } from './seat.js';
import type { VirtualTime } from './virtual-time.js';

const url = 'https://contoso.crm4.dynamics.com';
const tokens = { getToken: async () => 'token' };

/** Our whole client in a process, as `connectDataverse` makes it but for the way over the wire. */
export function clientProcess(time: VirtualTime, seat: Seat, lane: Lane) {
  const { number, user, budget, clock, service } = seat;
  let place = 0;
  const transport = async (request: HttpRequest): Promise<HttpResponse> => {
    const about = { process: number, user, lane, place: (place += 1), askedAt: time.now() };
    const answer = await service.carry({ ...about, rows: rowsIn(request) });
    return answer.status === 200 ? { ...answer, ...doneAnswerTo(request) } : answer;
  };
  const connection = new DataverseConnection({ url, tokens, lane, budget, clock }, transport);
  const client = new DataverseClient(url, connection.send, lane, connection);
  return { client, close: () => connection.close() };
}

/** What is only asked brings none. */
const rowsIn = ({ method, operations = 1 }: HttpRequest): number => (method === 'GET' ? 0 : operations);

/** As Dataverse says that all of it is done. */
function doneAnswerTo(request: HttpRequest): Pick<HttpResponse, 'status' | 'headers' | 'body'> {
  const { method, url, operations = 1 } = request;
  const { status, headers, body } = url.endsWith('$batch')
    ? batchAnswerOf(200, Array<HttpResponse>(operations).fill(answerOf(204)))
    : answerOf(method === 'GET' ? 200 : 204, { body: method === 'GET' ? '{"value":[{}]}' : '' });
  return { status, headers, body };
}

import type { IncomingMessage } from 'node:http';
import { loopbackServer } from '#lib/http/testing';
import { serveOrders } from '../serve-orders.js';

/** A far side that takes whatever it gets and says at once that it is done; asked, it tells how many rows it was sent. */
await serveOrders(async () => {
  let rows = 0;
  const server = await loopbackServer((request, response) => {
    void bodyOf(request).then((body) => {
      rows += body.split('"@odata.type"').length - 1;
      response.statusCode = request.method === 'GET' ? 200 : 204;
      response.end(request.method === 'GET' ? '{"value":[{}]}' : undefined);
    });
  });
  return { ready: server.url, work: () => Promise.resolve(rows) };
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

import type { HttpRequest, Send } from '#lib/http';

/**
 * The deliberate bug: the GUIDs that a create brings are taken out on the way, in every form of it, as of a client that sends a POST
 * again and lets Dataverse choose the id each time.
 */
export const forgettingIds =
  (transport: Send): Send =>
  (request) =>
    transport(isCreate(request) ? { ...request, body: withoutIds(request.body) } : request);

const isCreate = ({ method, url }: HttpRequest): boolean =>
  method === 'POST' && /\/(?:accounts|\$batch|[\w.]+\.CreateMultiple)$/.test(url.replace(/\?.*/, ''));

const withoutIds = (body: HttpRequest['body']): HttpRequest['body'] =>
  typeof body === 'string' || Buffer.isBuffer(body)
    ? String(body).replaceAll(/"accountid":"[^"]*",|,"accountid":"[^"]*"/g, '')
    : body;

import { METHODS } from 'node:http';
import { createStandInServer, listen, type RunningStandIn } from '../../control/src/index.js';
import { DataverseError } from './errors.js';
import { Authentication } from './http/authentication.js';
import { openDataverseControl } from './http/control.js';
import type { DataverseStandInOptions } from './http/options.js';
import { Organization } from './http/organization.js';
import { WebApi } from './http/web-api.js';
import { JSON_TYPE } from './operations/document.js';

/** The largest message that the documentation names, in bytes. */
const BODY_LIMIT = 128 * 1024 * 1024;

export async function startServer(options: DataverseStandInOptions): Promise<RunningStandIn> {
  const { host = '127.0.0.1', port = 0, publicUrl, tokens } = options;
  const organization = new Organization(options);
  const app = createStandInServer({ bodyLimit: BODY_LIMIT, errorReply: wordHttpError });
  app.addHook('onClose', async () => {
    organization.lag.stop();
    await organization.webhooks.close();
    organization.store.close();
  });
  openDataverseControl(app, organization);

  let url = publicUrl?.replace(/\/$/, '') ?? '';
  const audience = () => tokens.audience ?? url;
  const authentication = new Authentication(
    { ...tokens, audience, challenge: organization.unknowns.unauthorizedHeader },
    organization.applicationUsers,
    organization.clock,
  );
  const webApi = new WebApi(organization, authentication, () => url);
  for (const method of METHODS)
    if (method !== 'CONNECT' && !app.supportedMethods.includes(method))
      app.addHttpMethod(method, { hasBody: true });
  app.all('/*', (request, reply) => webApi.handle(request, reply));

  const listening = await listen(app, host, port);
  url ||= listening;
  return { url, close: () => app.close() };
}

const wordHttpError = (status: number, message: string) => ({
  status,
  contentType: JSON_TYPE,
  body: new DataverseError(status, status === 404 ? '' : '0x80040216', message).body(),
});

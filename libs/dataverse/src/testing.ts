import type { HttpRequest } from '#lib/http';
import { scripted } from '#lib/http/testing';
import { DataverseClient } from './dataverse-client.js';

/** What a request said, in a form to compare: its path with the query, decoded, below the root of the Web API. */
export interface Said {
  method: string;
  path: string;
  body?: unknown;
}

/** A client for tests: its transport answers with the steps in turn, and `said` tells what was sent. */
export function scriptedClient(...steps: Parameters<typeof scripted>) {
  const transport = scripted(...steps);
  const client = new DataverseClient('https://contoso.crm4.dynamics.com', transport);
  const said = () => transport.requests.map((request) => inWords(request, client.webApi.root));
  return { client, requests: transport.requests, said };
}

const inWords = ({ method, url, body }: HttpRequest, root: string): Said => ({
  method,
  path: decodeURIComponent(url.slice(root.length)),
  ...(typeof body === 'string' && { body: JSON.parse(body) as unknown }),
});

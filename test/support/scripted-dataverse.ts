import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestIssuer } from '#lib/auth/testing';

/** A request that reached Dataverse. */
export interface Heard {
  method: string;
  /** The entity set, such as `incidents`. */
  entitySet: string;
  body: Readonly<Record<string, unknown>>;
}

/** An answer, or none: `hang` keeps the request waiting until the script lets it go. */
export type Scripted = { status: number; body?: unknown } | 'hang' | 'drop';

/**
 * A loopback server that is Dataverse and Entra ID at once for one service under test: tokens for whoever asks, keys from the
 * test's issuer, and rows as the script says. It knows nothing of rows; the stand-ins do.
 */
export class ScriptedDataverse {
  readonly heard: Heard[] = [];
  /** Overrides the answers; undefined leaves what is usual: no such contact, and everything can be created. */
  script: (heard: Heard) => Scripted | undefined = () => undefined;
  private readonly waiting = new Set<ServerResponse>();
  private tickets = 0;

  private constructor(
    private readonly issuer: TestIssuer,
    private readonly server: Server,
  ) {}

  static async start(issuer: TestIssuer): Promise<ScriptedDataverse> {
    const server = createServer();
    const scripted = new ScriptedDataverse(issuer, server);
    server.on('request', (request, response) => void scripted.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Back to what is usual; whoever waits is cut off. */
  reset(): void {
    this.script = () => undefined;
    this.heard.length = 0;
    this.release();
  }

  /** Cuts off whoever waits. */
  release(): void {
    for (const response of this.waiting) response.destroy();
    this.waiting.clear();
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '' } = request;
    const body = await textOf(request);
    if (url.endsWith('/oauth2/v2.0/token'))
      return send(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: 'scripted' });
    if (!url.startsWith('/api/data/')) return this.askIssuer(url, response);
    const entitySet = /v9\.2\/(\w+)/.exec(url)?.[1] ?? '';
    const heard = { method, entitySet, body: body === '' ? {} : (JSON.parse(body) as Heard['body']) };
    this.heard.push(heard);
    const scripted = this.script(heard) ?? this.usual(heard);
    if (scripted === 'hang') this.waiting.add(response);
    else if (scripted === 'drop') response.destroy();
    else send(response, scripted.status, scripted.body);
  }

  private usual({ method, entitySet, body }: Heard): Scripted {
    if (method === 'GET') return refusal(404, '0x80060891');
    if (entitySet !== 'incidents') return { status: 204 };
    this.tickets += 1;
    const ticketnumber = `CAS-${String(this.tickets).padStart(5, '0')}`;
    return { status: 201, body: { incidentid: body['incidentid'], ticketnumber } };
  }

  private async askIssuer(path: string, response: ServerResponse): Promise<void> {
    const answer = await fetch(`${this.issuer.authority}${path}`);
    send(response, answer.status, await answer.json());
  }
}

/** An error as Dataverse words it. */
export const refusal = (status: number, code: string): Scripted => ({
  status,
  body: { error: { code, message: 'In its own words.' } },
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'odata-version': '4.0' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

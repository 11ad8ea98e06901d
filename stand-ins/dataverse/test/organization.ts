import { randomUUID } from 'node:crypto';
import { applicationUsersFor, startDataverseStandIn, type DataverseStandInOptions } from '../src/index.js';
import { startIssuer, type TestIssuer, type TokenWishes } from './issuer.js';

export const APPLICATION = 'c1100000-0000-4000-8000-000000000001';
export const OTHER_APPLICATION = 'c1100000-0000-4000-8000-000000000002';
export const applicationUsers = applicationUsersFor([APPLICATION, OTHER_APPLICATION]);

const MOST_TARGETS = 1_000;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
  /** The body as JSON; empty when there is none. */
  json: Record<string, unknown>;
  error: { code: string; message: string } | undefined;
  /** The rows of a collection. */
  value: Record<string, unknown>[];
}

export interface Ask {
  body?: unknown;
  headers?: Record<string, string>;
  application?: string;
}

/** A stand-in on a free port, with an issuer of tokens of its own, asked over real HTTP. */
export class TestOrganization {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly url: string,
    private readonly issuer: TestIssuer,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(options: Partial<DataverseStandInOptions> = {}): Promise<TestOrganization> {
    const issuer = await startIssuer();
    const tokens = { jwksUri: issuer.jwksUri, tenantId: issuer.tenantId };
    const standIn = await startDataverseStandIn({ tokens, applicationUsers, ...options });
    return new TestOrganization(standIn.url, issuer, async () => {
      await standIn.close();
      await issuer.close();
    });
  }

  get root(): string {
    return `${this.url}/api/data/v9.2/`;
  }

  async token(application = APPLICATION): Promise<string> {
    const known = this.tokens.get(application) ?? (await this.sign({ appid: application }));
    this.tokens.set(application, known);
    return known;
  }

  sign(wishes: TokenWishes): Promise<string> {
    return this.issuer.sign({ aud: this.url, appid: APPLICATION, ...wishes });
  }

  /** Asks for a path below the service root, or for an absolute URL. A body that is neither text nor bytes goes as JSON. */
  async ask(method: string, path: string, { body, headers = {}, application }: Ask = {}): Promise<Reply> {
    const sent =
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const response = await fetch(new URL(path, this.root), {
      method,
      headers: {
        Authorization: `Bearer ${await this.token(application)}`,
        ...(sent !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: typeof sent === 'string' ? sent : new Uint8Array(sent) }),
    });
    return toReply(response);
  }

  get = (path: string, headers?: Record<string, string>) => this.ask('GET', path, headers ? { headers } : {});
  post = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.ask('POST', path, { body, ...(headers && { headers }) });
  patch = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.ask('PATCH', path, { body, ...(headers && { headers }) });
  delete = (path: string, headers?: Record<string, string>) =>
    this.ask('DELETE', path, headers ? { headers } : {});

  /** Creates a row with an id of ours and gives the id. */
  async insert(entitySet: string, primaryId: string, row: Record<string, unknown> = {}): Promise<string> {
    const id = randomUUID();
    const { status, text } = await this.post(entitySet, { [primaryId]: id, ...row });
    if (status !== 204) throw new Error(`${status} ${text}`);
    return id;
  }

  /** Makes accounts in few requests of a thousand each. */
  async accounts(count: number): Promise<void> {
    for (let left = count; left > 0; left -= MOST_TARGETS) {
      const account = { '@odata.type': 'Microsoft.Dynamics.CRM.account', name: 'One of many' };
      const Targets = Array(Math.min(left, MOST_TARGETS)).fill(account);
      const { status, text } = await this.post('accounts/Microsoft.Dynamics.CRM.CreateMultiple', { Targets });
      if (status !== 200) throw new Error(`${status} ${text}`);
    }
  }

  contact = (row: Record<string, unknown> = {}) =>
    this.insert('contacts', 'contactid', { lastname: 'Doe', ...row });

  async incident(row: Record<string, unknown> = {}): Promise<string> {
    const bound = { 'customerid_contact@odata.bind': `/contacts(${await this.contact()})` };
    return this.insert('incidents', 'incidentid', { title: 'A lamp is out', ...bound, ...row });
  }

  async control(route: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${this.url}/_control/${route}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return toReply(response);
  }

  /** From now on these faults are in force, and no others. */
  strikeWith(faults: unknown): Promise<Reply> {
    return this.control('faults', faults);
  }

  /** How many rows a table has. */
  async rowsOf(table: string): Promise<number | undefined> {
    const { json } = await this.control('stats');
    return (json['rows'] as Record<string, number>)[table];
  }

  close(): Promise<void> {
    return this.stop();
  }
}

async function toReply(response: Response): Promise<Reply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
  const json = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
  const { error, value } = json as Pick<Reply, 'error' | 'value'>;
  return { status: response.status, headers: response.headers, text, bytes, json, error, value };
}

import { entraDefaults, startEntraStandIn } from '../../stand-ins/entra/src/index.js';

export type ClientName = keyof typeof entraDefaults.clients;
export type ApiName = keyof typeof entraDefaults.apis;

/** Tokens by the names of clients and APIs; each is asked for once. */
export class EntraStandIn {
  private readonly asked = new Map<string, Promise<string>>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(options: Parameters<typeof startEntraStandIn>[0] = {}): Promise<EntraStandIn> {
    const { url, close } = await startEntraStandIn(options);
    return new EntraStandIn(url, close);
  }

  get jwksUri(): string {
    return `${this.url}/${entraDefaults.tenantId}/discovery/v2.0/keys`;
  }

  token(client: ClientName, api: ApiName): Promise<string> {
    const name = `${client} for ${api}`;
    const token = this.asked.get(name) ?? this.ask(client, api);
    this.asked.set(name, token);
    return token;
  }

  private async ask(client: ClientName, api: ApiName): Promise<string> {
    const { applicationId, secret } = entraDefaults.clients[client];
    const response = await fetch(`${this.url}/${entraDefaults.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: applicationId,
        client_secret: secret,
        scope: `api://${api}/.default`,
      }),
    });
    if (!response.ok) throw new Error(`No token for ${client} at ${api}: ${response.status}`);
    return ((await response.json()) as { access_token: string }).access_token;
  }
}

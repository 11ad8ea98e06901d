import { connectDataverse, type ConnectedDataverse, clientCredentials, WebApi } from '#lib/dataverse';
import type { Schema } from '#lib/dataverse-schema';
import type { HttpRequest, HttpResponse } from '#lib/http';
import type { DataverseStandInOptions } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { DataverseStandIn } from './dataverse-stand-in.js';
import { EntraStandIn } from './entra-stand-in.js';
import { definitionReader } from '../../tools/dataverse/provision/environment/definition-reader.js';
import { type Provisioned, differencesOf, provision } from '../../tools/dataverse/provision/provision.js';
import type { Target } from '../../tools/dataverse/provision/steps/target.js';

const { tenantId, clients } = entraDefaults;

/** An environment to provision, empty at first, and what went over the wire. */
export class ProvisioningGround {
  /** The methods and paths of all writes so far. */
  readonly writes: string[] = [];
  /** What becomes of the answers to writes; by default they arrive. */
  meddle: (request: HttpRequest, response: HttpResponse) => HttpResponse = (_, response) => response;

  private constructor(
    private readonly entra: EntraStandIn,
    readonly standIn: DataverseStandIn,
    readonly dataverse: ConnectedDataverse,
    readonly webApi: WebApi,
  ) {}

  static async prepare(
    schemaFile: string,
    options: Pick<DataverseStandInOptions, 'schema' | 'keyIndexSeconds'> = {},
  ): Promise<ProvisioningGround> {
    const entra = await EntraStandIn.start();
    const standIn = await DataverseStandIn.start({
      schemaFile,
      schema: 'standard',
      keyIndexSeconds: 0.3,
      tokens: { tenantId, jwksUri: entra.jwksUri },
      ...options,
    });
    const dataverse = connectDataverse({ url: standIn.url, tokens: tokensOf(entra, standIn) });
    const { send } = dataverse.connection;
    const webApi = new WebApi(standIn.url, async (request) => ground.hear(request, await send(request)));
    const ground = new ProvisioningGround(entra, standIn, dataverse, webApi);
    return ground;
  }

  target(schema: Schema): Target {
    return {
      webApi: this.webApi,
      reader: definitionReader(this.webApi),
      solution: schema.publisher.solution,
      language: 1033,
    };
  }

  /** Provisions; `beforeStep` may end it. */
  provision(
    schema: Schema,
    beforeStep: (done: number) => void = () => undefined,
    patienceMs = 20_000,
  ): Promise<Provisioned> {
    const watcher = { step: beforeStep, keys: () => undefined };
    return provision(this.target(schema), schema, { patienceMs, watcher });
  }

  /** The differences in words. */
  async differences(schema: Schema): Promise<string[]> {
    const found = await differencesOf(this.target(schema), schema);
    return found.map(({ name, says }) => `${name} ${says}`);
  }

  /** Changes the environment as somebody else would; the answer is nobody's business. */
  async change(method: string, path: string, body?: unknown): Promise<void> {
    const call = { operation: 'test.change', method, path, body, repeatable: false, expect: [200, 204] };
    await this.webApi.request(call);
  }

  async close(): Promise<void> {
    await this.dataverse.close();
    await this.standIn.close();
    await this.entra.close();
  }

  private hear(request: HttpRequest, response: HttpResponse): HttpResponse {
    if (request.method === 'GET') return response;
    this.writes.push(`${request.method} ${request.url.slice(this.webApi.root.length)}`);
    return this.meddle(request, response);
  }
}

const tokensOf = (entra: EntraStandIn, standIn: DataverseStandIn) =>
  clientCredentials({
    authorityUrl: entra.url,
    tenantId,
    clientId: clients.administrator.applicationId,
    clientSecret: clients.administrator.secret,
    scope: `${standIn.url}/.default`,
  });

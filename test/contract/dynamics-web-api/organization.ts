import { randomUUID } from 'node:crypto';
import { DynamicsWebApi } from 'dynamics-web-api';
import { entraDefaults } from '../../../stand-ins/entra/src/index.js';
import { tokensFor } from '../../support/dataverse-identity.js';
import { DataverseStandIn } from '../../support/dataverse-stand-in.js';
import { type ClientName, EntraStandIn } from '../../support/entra-stand-in.js';

/** A row in Dataverse's own words. */
export type Columns = Readonly<Record<string, unknown>>;

/** What the client rejects with. */
export interface ClientError extends Error {
  status: number;
  code?: string;
  headers: Readonly<Record<string, string>>;
}

/** Somebody whom the application user may act for. */
export const ANN = {
  systemUserId: '5a5a0000-0000-4000-8000-000000000001',
  entraObjectId: '5a5a0000-0000-4000-8000-000000000002',
  fullName: 'Ann Clerk',
};

/** The stand-ins, over real HTTP with real tokens, and the npm package dynamics-web-api, unchanged, as their client. */
export class Organization {
  private constructor(
    readonly api: DynamicsWebApi,
    readonly dataverse: DataverseStandIn,
    private readonly entra: EntraStandIn,
  ) {}

  static async start(): Promise<Organization> {
    const entra = await EntraStandIn.start();
    const { applicationId } = entraDefaults.clients['website-intake'];
    const dataverse = await DataverseStandIn.start({
      tokens: { tenantId: entraDefaults.tenantId, jwksUri: entra.jwksUri },
      users: [ANN],
      privileges: { [applicationId]: ['prvActOnBehalfOfAnotherUser'] },
      limits: 'off',
    });
    const tokens = tokensFor({ dataverseUrl: dataverse.url, entraUrl: entra.url });
    const api = new DynamicsWebApi({
      serverUrl: dataverse.url,
      dataApi: { version: '9.2' },
      onTokenRefresh: () => tokens.getToken(),
    });
    return new Organization(api, dataverse, entra);
  }

  /** A token for this organisation of any client that Entra knows. */
  tokenOf(client: ClientName): Promise<string> {
    const places = { dataverseUrl: this.dataverse.url, entraUrl: this.entra.url };
    return tokensFor(places, client).getToken();
  }

  /** Creates a row and gives its id. */
  create(collection: string, data: Columns): Promise<string> {
    return this.api.create<Columns, string>({ collection, data });
  }

  contact(columns: Columns = {}): Promise<string> {
    return this.create('contacts', { lastname: 'Lee', ...columns });
  }

  /** A case of this contact, or of a new one. */
  async incident(columns: Columns = {}, contactId?: string): Promise<string> {
    const customer = contactId ?? (await this.contact());
    const data = { title: 'Pothole', 'customerid_contact@odata.bind': `/contacts(${customer})`, ...columns };
    return this.create('incidents', data);
  }

  /** A row with all its columns, as the stand-in holds it; undefined when there is none. */
  async stored(table: string, id: string): Promise<Columns | undefined> {
    return (await this.dataverse.rowsWhere(table, { [`${table}id`]: id }))[0];
  }

  async close(): Promise<void> {
    await this.dataverse.close();
    await this.entra.close();
  }
}

/** A key that nothing else has: 64 hexadecimal digits, as ours have. */
export const newKey = (): string => (randomUUID() + randomUUID()).replaceAll('-', '');

/** What a call was rejected with. */
export const refusalOf = (call: Promise<unknown>): Promise<ClientError> =>
  call.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: ClientError) => error,
  );

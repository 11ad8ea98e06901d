import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { startTestIssuer, type TestIssuer } from '#lib/auth/testing';
import { openDatabase } from '#lib/database';
import type { RunningService } from '#lib/service';
import { createLogger, type Logger } from '#lib/telemetry';
import type { TestDatabase } from './fresh-database.js';
import { createTestDatabase } from './postgres.js';
import { ScriptedDataverse } from './scripted-dataverse.js';

type Start = (env: NodeJS.ProcessEnv, logger: Logger) => Promise<RunningService>;

const CLIENTS = {
  website: 'aaaaaaaa-0000-4000-8000-000000000001',
  partner: 'aaaaaaaa-0000-4000-8000-000000000002',
  stranger: 'aaaaaaaa-0000-4000-8000-000000000003',
};
const CONSUMERS = [
  { id: 'website', name: 'Website', entraApplicationId: CLIENTS.website, apimSubscriptionId: 'sub-website' },
  { id: 'partner', name: 'Partner', entraApplicationId: CLIENTS.partner },
];

/** One service as it is started in earnest, over a database of its own, tokens of the test's issuer and a scripted Dataverse. */
export class ServiceUnderTest {
  readonly db: Kysely<unknown>;

  private constructor(
    readonly url: string,
    readonly dataverse: ScriptedDataverse,
    private readonly service: RunningService,
    private readonly issuer: TestIssuer,
    private readonly database: TestDatabase,
    private readonly folder: string,
  ) {
    this.db = openDatabase({ url: database.url });
  }

  /** `settings` are those of this service alone, by name. */
  static async start(
    start: Start,
    settings: (known: { audience: string; dataverseUrl: string }) => NodeJS.ProcessEnv,
  ): Promise<ServiceUnderTest> {
    const [issuer, database] = await Promise.all([startTestIssuer(), createTestDatabase()]);
    const dataverse = await ScriptedDataverse.start(issuer);
    const folder = await mkdtemp(join(tmpdir(), 'causeway-service-'));
    const consumersFile = join(folder, 'consumers.json');
    await writeFile(consumersFile, JSON.stringify(CONSUMERS));
    const logger = createLogger({ service: 'spec', level: 'silent' });
    const service = await start(
      {
        ENTRA_AUTHORITY: dataverse.url,
        ENTRA_TENANT_ID: issuer.tenantId,
        DATABASE_URL: database.url,
        CONSUMERS_FILE: consumersFile,
        ...settings({ audience: issuer.audience, dataverseUrl: dataverse.url }),
      },
      logger,
    );
    return new ServiceUnderTest(service.url, dataverse, service, issuer, database, folder);
  }

  /** A token of the client with these roles. */
  token(client: keyof typeof CLIENTS, ...roles: string[]): Promise<string> {
    return this.issuer.token(CLIENTS[client], roles);
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    this.dataverse.reset();
    await this.service.close();
    await this.db.destroy();
    await Promise.all([this.dataverse.close(), this.issuer.close()]);
    await this.database.drop();
    await rm(this.folder, { recursive: true });
  }
}

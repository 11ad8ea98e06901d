import { NestFactory } from '@nestjs/core';
import { Module, type INestApplicationContext } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { openDatabase } from '#lib/database';
import { MessagingModule, ParkedJobs } from '#lib/messaging';
import type { RunningService } from '#lib/service';
import { createLogger } from '#lib/telemetry';
import { startSharepoint } from '../../apps/sharepoint/src/start.js';
import { startWebsiteIntake } from '../../apps/website-intake/src/start.js';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { embeddedSettings } from '../../tools/launcher/embedded-settings.js';
import { DataverseStandIn } from './dataverse-stand-in.js';
import { EntraStandIn, type ClientName } from './entra-stand-in.js';
import type { TestDatabase } from './fresh-database.js';
import { createTestDatabase } from './postgres.js';

export interface CausewayOptions {
  /** Settings that replace the test's own, by name. */
  env?: NodeJS.ProcessEnv;
  /** Keeps the keys of the stand-in for Entra ID, so that a second one can sign in its name. */
  entraKeyFile?: string;
}

/** An answer with its body read: as JSON where it is some. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  body: Readonly<Record<string, unknown>>;
}

/** Who asks, and what else stands in the request. */
export interface Asking {
  client?: ClientName;
  headers?: Record<string, string>;
}

/** The services with everything around them, on loopback, in this process: what a journey travels through. */
export class Causeway {
  /** Every line that the services logged, at level debug. */
  readonly log: string[] = [];
  readonly db: Kysely<unknown>;
  private sharepoint: RunningService | undefined;
  private operator: INestApplicationContext | undefined;
  private intake: RunningService | undefined;

  private constructor(
    readonly entra: EntraStandIn,
    readonly dataverse: DataverseStandIn,
    private readonly database: TestDatabase,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.db = openDatabase({ url: database.url });
  }

  /** Starts the stand-ins, a database of its own, and the intake; sharepoint when it is asked for. */
  static async start({ env = {}, entraKeyFile }: CausewayOptions = {}): Promise<Causeway> {
    const database = await createTestDatabase();
    const entra = await EntraStandIn.start(entraKeyFile === undefined ? {} : { keyFile: entraKeyFile });
    const tokens = { jwksUri: entra.jwksUri, tenantId: entraDefaults.tenantId };
    const dataverse = await DataverseStandIn.start({ tokens, limits: 'off' });
    const causeway = new Causeway(entra, dataverse, database, {
      ...embeddedSettings({ entra: entra.url, dataverse: dataverse.url, database: database.url }),
      INTAKE_PORT: '0',
      SHAREPOINT_PORT: '0',
      INTAKE_REPORTER_SECRET: 'the secret of the journeys',
      INTAKE_PATIENCE_MS: '5000',
      ...env,
    });
    causeway.intake = await startWebsiteIntake(causeway.env, causeway.loggerOf('website-intake'));
    return causeway;
  }

  get intakeUrl(): string {
    return urlOf(this.intake);
  }

  get sharepointUrl(): string {
    return urlOf(this.sharepoint);
  }

  async startSharepoint(): Promise<void> {
    this.sharepoint = await startSharepoint(this.env, this.loggerOf('sharepoint'));
  }

  async stopSharepoint(): Promise<void> {
    await this.sharepoint?.close();
    this.sharepoint = undefined;
  }

  /** Posts a case to the intake; a string or bytes go as they are. */
  async post(body: unknown, { client = 'website', headers = {} }: Asking = {}): Promise<Answer> {
    const token = await this.entra.token(client, 'causeway-intake');
    return ask(`${this.intakeUrl}/cases/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Asks the intake for something, such as `/cases/v1/categories`. */
  async get(path: string, { client = 'website', headers = {} }: Asking = {}): Promise<Answer> {
    const token = await this.entra.token(client, 'causeway-intake');
    return ask(`${this.intakeUrl}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  }

  /** Asks sharepoint whether it knows a case. */
  async getDocuments(reference: string, { client = 'website' }: Asking = {}): Promise<Answer> {
    const token = await this.entra.token(client, 'causeway-documents');
    return ask(`${this.sharepointUrl}/documents/v1/cases/${reference}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  }

  /** What was set aside, as an operator's program sees it. */
  async parked(): Promise<ParkedJobs> {
    this.operator ??= await startOperator(this.database.url);
    return this.operator.get(ParkedJobs);
  }

  async close(): Promise<void> {
    await this.operator?.close();
    await this.stopSharepoint();
    await this.intake?.close();
    await this.db.destroy();
    await this.dataverse.close();
    await this.entra.close();
    await this.database.drop();
  }

  private loggerOf(service: string) {
    return createLogger({ service, level: 'debug', stream: { write: (line) => void this.log.push(line) } });
  }
}

/** Sends a request and reads its answer whole. */
export async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: objectIn(text) };
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function startOperator(url: string): Promise<INestApplicationContext> {
  @Module({ imports: [MessagingModule.forRootAsync({ useFactory: () => ({ url, service: 'operator' }) })] })
  class OperatorModule {}
  return NestFactory.createApplicationContext(OperatorModule, { logger: false });
}

function urlOf(service: RunningService | undefined): string {
  if (!service) throw new Error('This service was not started.');
  return service.url;
}

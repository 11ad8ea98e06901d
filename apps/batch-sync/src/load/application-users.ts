import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';
import { type ConnectedDataverse, connectDataverse } from '#lib/dataverse';
import { type DataverseEnvironment, type ServiceAccess, serviceOptions } from '#lib/dataverse-service';
import type { Logger } from '#lib/telemetry';
import type { Registry } from 'prom-client';
import type { Integration } from '../catalogue/integration.js';

export interface ApplicationUsersOptions {
  environment: DataverseEnvironment;
  /** The service's own. */
  access: ServiceAccess;
  logger: Logger;
  /** For the calls of the service's own user. */
  registry?: Registry | undefined;
  /** Where the credentials of the others stand. */
  env?: NodeJS.ProcessEnv | undefined;
}

/** The connections to Dataverse, one an application user: each has limits of its own, which all integrations that work as it share. */
export class ApplicationUsers {
  private readonly connected = new Map<string, Promise<ConnectedDataverse>>();

  constructor(private readonly options: ApplicationUsersOptions) {}

  /**
   * The connection of the application user that an integration works as. Nothing is sent yet.
   *
   * @throws ConfigError when the integration has one of its own, and its credentials are not set
   */
  of({ applicationUser = '' }: Pick<Integration, 'applicationUser'>): Promise<ConnectedDataverse> {
    const known = this.connected.get(applicationUser);
    if (known) return known;
    const connecting = this.connect(applicationUser);
    this.connected.set(applicationUser, connecting);
    connecting.catch(() => this.connected.delete(applicationUser));
    return connecting;
  }

  async close(): Promise<void> {
    for (const connecting of this.connected.values())
      await connecting.then(
        (connected) => connected.close(),
        () => undefined,
      );
  }

  private async connect(prefix: string): Promise<ConnectedDataverse> {
    const { environment, access, logger, registry } = this.options;
    const isOwn = prefix === '';
    const user = isOwn ? access : { ...access, ...this.credentials(prefix) };
    const observers = isOwn ? { logger, registry } : { logger };
    return connectDataverse(await serviceOptions(environment, user, observers));
  }

  private credentials(prefix: string): Pick<ServiceAccess, 'clientId' | 'clientSecret'> {
    const [id, secret] = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`] as const;
    const schema = z
      .object({ [id]: setting.guid(), [secret]: setting.secret() })
      .transform((env) => ({ clientId: env[id] ?? '', clientSecret: env[secret] ?? '' }));
    return loadConfig(schema, { env: this.options.env });
  }
}

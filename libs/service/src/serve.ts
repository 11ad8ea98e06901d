import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DurableEventsStrategy } from '#lib/messaging';
import { createLogger, type Logger } from '#lib/telemetry';
import type { Documentation } from './documentation.js';
import type { RunningService } from './run-service.js';
import { createService, listen } from './start-service.js';

export interface ServedApp {
  service: string;
  config: { host: string; port: number; logLevel: string };
  /** The name of the setting that is `config.port`. */
  portSetting: string;
  docs: Documentation;
  /** Makes the app's module; it must bring the messaging unless the app hears no events. */
  module: (logger: Logger) => DynamicModule;
  /** Default true. */
  hearsEvents?: boolean;
  /** Where log lines go; a logger of its own to standard output unless given. */
  logger?: Logger | undefined;
}

/** Starts an app of ours: events first, then the door. Rejects in words when it cannot. */
export async function serve({
  service,
  config: { host, port, logLevel },
  portSetting,
  docs,
  module,
  hearsEvents = true,
  logger: given,
}: ServedApp): Promise<RunningService> {
  const logger = given ?? createLogger({ service, level: logLevel });
  const app = await createService({ module: module(logger), logger, docs });
  try {
    if (hearsEvents) await hearEvents(app);
    const url = await listen(app, port, host, portSetting);
    logger.info({ url }, 'serving');
    return { url, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function hearEvents(app: NestFastifyApplication): Promise<void> {
  app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
  await app.startAllMicroservices();
}

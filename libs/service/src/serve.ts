import type { DynamicModule } from '@nestjs/common';
import { DurableEventsStrategy } from '#lib/messaging';
import { createLogger, type Logger } from '#lib/telemetry';
import type { Documentation } from './documentation.js';
import type { RunningService } from './run-service.js';
import { createService, listen } from './start-service.js';

export interface ServedApp {
  service: string;
  config: { host: string; port: number; logLevel: string };
  docs: Documentation;
  /** Makes the app's module, which must bring the messaging. */
  module: (logger: Logger) => DynamicModule;
  /** Where log lines go; a logger of its own to standard output unless given. */
  logger?: Logger | undefined;
}

/** Starts an app of ours: events first, then the door. Rejects in words when it cannot. */
export async function serve({
  service,
  config,
  docs,
  module,
  logger: given,
}: ServedApp): Promise<RunningService> {
  const logger = given ?? createLogger({ service, level: config.logLevel });
  const app = await createService({ module: module(logger), logger, docs });
  try {
    app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
    await app.startAllMicroservices();
    const url = await listen(app, config.port, config.host);
    logger.info({ url }, 'serving');
    return { url, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

import { DurableEventsStrategy } from '#lib/messaging';
import { createService, listen, type RunningService } from '#lib/service';
import { createLogger, type Logger } from '#lib/telemetry';
import { sharepointConfig } from './sharepoint.config.js';
import { SharepointModule } from './sharepoint.module.js';

const docs = {
  title: 'Causeway: documents',
  description: 'Which cases documents can be attached to.',
  version: '1',
};

/** Starts the service with the settings of `env`; rejects in words when it cannot. */
export async function startSharepoint(env: NodeJS.ProcessEnv, given?: Logger): Promise<RunningService> {
  const config = sharepointConfig(env);
  const logger = given ?? createLogger({ service: 'sharepoint', level: config.logLevel });
  const app = await createService({ module: SharepointModule.forRoot(config, logger), logger, docs });
  app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
  await app.startAllMicroservices();
  const url = await listen(app, config.port, config.host);
  logger.info({ url }, 'sharepoint serves');
  return { url, close: () => app.close() };
}

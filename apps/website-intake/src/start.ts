import { DurableEventsStrategy } from '#lib/messaging';
import { createService, listen, type RunningService } from '#lib/service';
import { createLogger, type Logger } from '#lib/telemetry';
import { WebsiteIntakeModule } from './website-intake.module.js';
import { websiteIntakeConfig } from './website-intake.config.js';

const docs = {
  title: 'Causeway: cases',
  description: 'The public website and partners post cases here and ask how they stand.',
  version: '1',
};

/** Starts the intake with the settings of `env`; rejects in words when it cannot. */
export async function startWebsiteIntake(env: NodeJS.ProcessEnv, given?: Logger): Promise<RunningService> {
  const config = websiteIntakeConfig(env);
  const logger = given ?? createLogger({ service: 'website-intake', level: config.logLevel });
  const module = WebsiteIntakeModule.forRoot(config, logger);
  const app = await createService({ module, logger, docs });
  app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
  await app.startAllMicroservices();
  const url = await listen(app, config.port, config.host);
  logger.info({ url }, 'website-intake serves');
  return { url, close: () => app.close() };
}

import { serve, type RunningService } from '#lib/service';
import type { Logger } from '#lib/telemetry';
import { websiteIntakeConfig } from './website-intake.config.js';
import { WebsiteIntakeModule } from './website-intake.module.js';

const docs = {
  title: 'Causeway: cases',
  description: 'The public website and partners post cases here and ask how they stand.',
  version: '1',
};

/** Starts the intake with the settings of `env`, or of the process; rejects in words when it cannot. */
export async function startWebsiteIntake(env?: NodeJS.ProcessEnv, logger?: Logger): Promise<RunningService> {
  const config = websiteIntakeConfig(env);
  const module = (log: Logger) => WebsiteIntakeModule.forRoot(config, log);
  return serve({ service: 'website-intake', config, portSetting: 'INTAKE_PORT', docs, module, logger });
}

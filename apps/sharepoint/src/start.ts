import { serve, type RunningService } from '#lib/service';
import type { Logger } from '#lib/telemetry';
import { sharepointConfig } from './sharepoint.config.js';
import { SharepointModule } from './sharepoint.module.js';

const docs = {
  title: 'Causeway: documents',
  description: 'Which cases documents can be attached to.',
  version: '1',
};

/** Starts the service with the settings of `env`, or of the process; rejects in words when it cannot. */
export async function startSharepoint(env?: NodeJS.ProcessEnv, logger?: Logger): Promise<RunningService> {
  const config = sharepointConfig(env);
  const module = (log: Logger) => SharepointModule.forRoot(config, log);
  return serve({ service: 'sharepoint', config, portSetting: 'SHAREPOINT_PORT', docs, module, logger });
}

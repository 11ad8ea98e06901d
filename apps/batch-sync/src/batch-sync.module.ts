import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AuthModule, Consumers } from '#lib/auth/nest';
import type { Logger } from '#lib/telemetry';
import { Readiness, TelemetryModule } from '#lib/telemetry/nest';
import { BatchSync } from './batch-sync.js';
import type { BatchSyncConfig } from './batch-sync.config.js';
import { PassedOverWatch } from './intake/passed-over-watch.js';
import { SyncMetrics } from './metrics/sync.metrics.js';
import { type OpenBatchSync, openBatchSync } from './open-batch-sync.js';
import { IntegrationsController } from './operations/integrations.controller.js';
import { RunsController } from './operations/runs.controller.js';
import { writeReport } from './report/write-report.js';
import type { RunReport } from './run/run-report.js';
import { Scheduler } from './schedule/scheduler.js';
import { SyncReadiness } from './sync.readiness.js';
import { SyncLife } from './sync-life.js';
import { Workers } from './workers/workers.js';

const SERVICE = 'batch-sync';
/** How long the start waits for the database to come up. */
const PATIENCE_MS = 60_000;

const OPENED = Symbol('OpenBatchSync');

/** Wiring only. */
@Module({})
export class BatchSyncModule {
  static forRoot(config: BatchSyncConfig, logger: Logger, env?: NodeJS.ProcessEnv): DynamicModule {
    return {
      module: BatchSyncModule,
      imports: [
        TelemetryModule.forRoot({ service: SERVICE }),
        AuthModule.forRoot({ tokens: config.entra, consumers: Consumers.fromFile(config.consumersFile) }),
      ],
      controllers: [IntegrationsController, RunsController],
      providers: [
        {
          provide: OPENED,
          inject: [Registry],
          useFactory: (registry: Registry) =>
            openBatchSync(config, { logger, registry, env, patienceMs: PATIENCE_MS }),
        },
        { provide: BatchSync, inject: [OPENED], useFactory: ({ sync }: OpenBatchSync) => sync },
        {
          provide: SyncMetrics,
          inject: [BatchSync, Registry],
          useFactory: (sync: BatchSync, registry: Registry) => new SyncMetrics(sync, registry),
        },
        {
          provide: SyncReadiness,
          inject: [Readiness, OPENED],
          useFactory: (readiness: Readiness, opened: OpenBatchSync) => new SyncReadiness(readiness, opened),
        },
        {
          provide: SyncLife,
          inject: [OPENED],
          useFactory: (opened: OpenBatchSync) => new SyncLife(opened, atWork(opened, config, logger)),
        },
      ],
    };
  }
}

/** Those who work by themselves while the service runs. */
function atWork({ sync }: OpenBatchSync, config: BatchSyncConfig, logger: Logger) {
  const { workers, reports, runsBySchedule } = config;
  const onEnd = reports === undefined ? undefined : (report: RunReport) => writeReport(reports, report);
  return [
    new Workers(sync, logger, { workers, onEnd }),
    new PassedOverWatch(sync, logger),
    ...(runsBySchedule ? [new Scheduler(sync, logger)] : []),
  ];
}

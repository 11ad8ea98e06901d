import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';

/** Health, metrics and the registry of one app; each app has its own, since several may share a process. */
@Module({})
export class TelemetryModule {
  static forRoot({ service }: { service: string }): DynamicModule {
    return {
      module: TelemetryModule,
      global: true,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [Readiness, { provide: Registry, useFactory: () => registryOf(service) }],
      exports: [Readiness, Registry],
    };
  }
}

function registryOf(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

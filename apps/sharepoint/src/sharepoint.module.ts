import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AuthModule, Consumers } from '#lib/auth/nest';
import { DatabaseModule } from '#lib/database/nest';
import { MessagingModule } from '#lib/messaging';
import type { Logger } from '#lib/telemetry';
import { TelemetryModule } from '#lib/telemetry/nest';
import { CaseEventsController } from './case-register/case-events.controller.js';
import { CaseRegister } from './case-register/case-register.service.js';
import { DocumentsController } from './case-register/documents.controller.js';
import { migrations } from './case-register/migrations.js';
import { SharepointDatabase } from './case-register/sharepoint.database.js';
import type { SharepointConfig } from './sharepoint.config.js';

const SERVICE = 'sharepoint';

/** Wiring only. */
@Module({})
export class SharepointModule {
  static forRoot(config: SharepointConfig, logger: Logger): DynamicModule {
    const log = (line: string) => logger.warn(line);
    return {
      module: SharepointModule,
      imports: [
        TelemetryModule.forRoot({ service: SERVICE }),
        AuthModule.forRoot({ tokens: config.entra, consumers: Consumers.fromFile(config.consumersFile) }),
        DatabaseModule.forRootAsync({
          database: SharepointDatabase,
          useFactory: () => ({
            url: config.databaseUrl,
            schema: 'sharepoint',
            migrations,
            applicationName: SERVICE,
            log,
          }),
        }),
        MessagingModule.forRootAsync({
          inject: [Registry],
          useFactory: (registry: Registry) => ({
            url: config.databaseUrl,
            service: SERVICE,
            registry,
            logger,
          }),
        }),
      ],
      controllers: [DocumentsController, CaseEventsController],
      providers: [CaseRegister],
    };
  }
}

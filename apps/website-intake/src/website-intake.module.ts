import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AuthModule, Consumers } from '#lib/auth/nest';
import { DatabaseModule } from '#lib/database/nest';
import { DataverseClient } from '#lib/dataverse';
import { DataverseModule } from '#lib/dataverse/nest';
import { serviceOptions } from '#lib/dataverse-service';
import { MessagingModule } from '#lib/messaging';
import type { Logger } from '#lib/telemetry';
import { TelemetryModule } from '#lib/telemetry/nest';
import { AcceptanceService } from './acceptance/acceptance.service.js';
import { CaseStatusService } from './acceptance/case-status.service.js';
import { CasesController } from './acceptance/cases.controller.js';
import { Patience } from './acceptance/patience.js';
import { RegistrationOutlook } from './acceptance/registration-outlook.js';
import { Categories } from './categories/categories.js';
import { CategoriesController } from './categories/categories.controller.js';
import { CASE_ACCEPTED, CASE_REGISTERED } from './events.js';
import { IntakeDatabase } from './inbox/intake.database.js';
import { migrations } from './inbox/migrations.js';
import { IntakeReadiness } from './intake.readiness.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { ReporterContacts } from './registration/reporter-contacts.js';
import type { WebsiteIntakeConfig } from './website-intake.config.js';

const SERVICE = 'website-intake';

/** Wiring only. */
@Module({})
export class WebsiteIntakeModule {
  static forRoot(config: WebsiteIntakeConfig, logger: Logger): DynamicModule {
    const log = (line: string) => logger.warn(line);
    return {
      module: WebsiteIntakeModule,
      imports: [
        TelemetryModule.forRoot({ service: SERVICE }),
        AuthModule.forRoot({ tokens: config.entra, consumers: Consumers.fromFile(config.consumersFile) }),
        DatabaseModule.forRootAsync({
          database: IntakeDatabase,
          useFactory: () => ({
            url: config.databaseUrl,
            schema: 'intake',
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
            concurrency: config.concurrency,
            subscriptions: subscriptionsOf(config),
            registry,
            logger,
          }),
        }),
        DataverseModule.forRootAsync({
          inject: [Registry],
          useFactory: (registry: Registry) =>
            serviceOptions(config.dataverse, config.access, { logger, registry }),
        }),
      ],
      controllers: [CategoriesController, CasesController, RegistrationController],
      providers: [
        AcceptanceService,
        CaseStatusService,
        RegistrationOutlook,
        RegistrationService,
        IntakeReadiness,
        { provide: Patience, useFactory: () => new Patience(config.patienceMs) },
        { provide: Categories, useValue: Categories.fromFile(config.categoriesFile) },
        {
          provide: ReporterContacts,
          inject: [DataverseClient],
          useFactory: (dataverse: DataverseClient) =>
            new ReporterContacts(dataverse, {
              secret: config.reporterSecret,
              anonymousContactId: config.anonymousContactId,
            }),
        },
      ],
    };
  }
}

/** Recorded before the first case comes, so that a subscriber which starts later misses none. */
const subscriptionsOf = ({ subscribers }: WebsiteIntakeConfig) => [
  { service: SERVICE, events: [CASE_ACCEPTED] },
  ...subscribers.map((service) => ({ service, events: [CASE_REGISTERED] })),
];

import { setTimeout as sleep } from 'node:timers/promises';
import { AcceptanceService } from '../../apps/website-intake/src/acceptance/acceptance.service.js';
import { IntakeDatabase } from '../../apps/website-intake/src/inbox/intake.database.js';
import { WebsiteIntakeModule } from '../../apps/website-intake/src/website-intake.module.js';
import { Outbox } from '#lib/messaging';
import { runDoomedIntake } from './doomed-intake.js';

/**
 * The real intake with one deliberate bug, for the campaign to find: it answers when the work of its transaction is done, and the
 * transaction is committed a moment later. On a good day nobody notices.
 */

const COMMIT_TAKES_MS = 100;

type Work = Parameters<ReturnType<IntakeDatabase['transaction']>['execute']>[0];

/** A database whose transactions have an answer before they are committed. */
const hasty = (db: IntakeDatabase) =>
  ({
    transaction: () => ({
      execute: (work: Work) =>
        new Promise((answer, refuse) => {
          const transaction = db.transaction().execute(async (trx) => {
            answer(await work(trx));
            await sleep(COMMIT_TAKES_MS);
          });
          transaction.catch(refuse);
        }),
    }),
  }) as unknown as IntakeDatabase;

const { forRoot } = WebsiteIntakeModule;
WebsiteIntakeModule.forRoot = (config, logger) => {
  const module = forRoot.call(WebsiteIntakeModule, config, logger);
  const providers = (module.providers ?? []).filter((provider) => provider !== AcceptanceService);
  const hastyAcceptance = {
    provide: AcceptanceService,
    inject: [IntakeDatabase, Outbox],
    useFactory: (db: IntakeDatabase, outbox: Outbox) => new AcceptanceService(hasty(db), outbox),
  };
  return { ...module, providers: [...providers, hastyAcceptance] };
};

// An answer that waited for the ticket number would have waited for the commit too.
await runDoomedIntake({ ...process.env, INTAKE_PATIENCE_MS: '0' }, process.argv.slice(2));

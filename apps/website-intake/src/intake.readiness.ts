import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { DataverseConnection } from '#lib/dataverse';
import { Readiness } from '#lib/telemetry';
import { IntakeDatabase } from './inbox/intake.database.js';

/** The intake needs its database to accept; while Dataverse is away it accepts all the same, and cases wait. */
@Injectable()
export class IntakeReadiness {
  constructor(readiness: Readiness, db: IntakeDatabase, dataverse: DataverseConnection) {
    readiness.add({ name: 'database', check: () => sql`select 1`.execute(db).then(() => 'up' as const) });
    readiness.add({
      name: 'dataverse',
      check: () =>
        Promise.resolve(
          dataverse.health().circuit.state === 'open' ? ('degraded' as const) : ('up' as const),
        ),
    });
  }
}

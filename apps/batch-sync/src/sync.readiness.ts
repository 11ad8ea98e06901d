import { sql } from 'kysely';
import { Injectable } from '@nestjs/common';
import type { Readiness } from '#lib/telemetry/nest';
import type { OpenBatchSync } from './open-batch-sync.js';

/** Without its database the service can do nothing; while Dataverse is away, rows wait. */
@Injectable()
export class SyncReadiness {
  constructor(readiness: Readiness, { sync, users }: OpenBatchSync) {
    readiness.add({
      name: 'database',
      check: () => sql`select 1`.execute(sync.staging.db).then(() => 'up' as const),
    });
    readiness.add({
      name: 'dataverse',
      check: async () => {
        const { connection } = await users.of({});
        return connection.health().circuit.state === 'open' ? 'degraded' : 'up';
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { DataverseConnection } from '#lib/dataverse';
import { Readiness } from '#lib/telemetry/nest';

/** While Dataverse is away the intake accepts all the same, and cases wait. */
@Injectable()
export class IntakeReadiness {
  constructor(readiness: Readiness, dataverse: DataverseConnection) {
    readiness.add({
      name: 'dataverse',
      check: () =>
        Promise.resolve(
          dataverse.health().circuit.state === 'open' ? ('degraded' as const) : ('up' as const),
        ),
    });
  }
}

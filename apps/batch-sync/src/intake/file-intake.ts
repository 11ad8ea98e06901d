import { join } from 'node:path';
import type { Integration } from '../catalogue/integration.js';
import { FileDrop } from '../extract/drop/file-drop.js';
import type { PassedOverFile } from '../extract/drop/passed-over.js';
import type { Staging } from '../staging/staging.js';
import { landFile } from './land-file.js';

/**
 * The way of files from a source's folder into deliveries, and back.
 *
 * *Taken*: the file is ours, and no delivery has its id as a name. *Landed*: one has, and waits to be applied by a run. *Settled*: that
 * delivery was applied or refused, so the file goes to where it belongs, and its rejected rows to the source. Where a file stands is told by
 * the deliveries alone: whoever comes after a killed process lands nothing twice, and settles what somebody else has applied.
 */
export class FileIntake {
  private readonly drop: FileDrop;

  constructor(
    private readonly staging: Staging,
    private readonly integration: Integration,
    /** Of all sources; this one has a folder of its own in it. */
    dropDirectory: string,
  ) {
    const { files, doneMarker } = integration.source;
    const when = files === undefined ? { doneMarker } : { files, doneMarker };
    this.drop = new FileDrop(join(dropDirectory, integration.name), when);
  }

  /** Lands all complete files, in their order. Those that cannot be read become deliveries that are refused by that. */
  async takeUp(): Promise<void> {
    const { staging, integration, drop } = this;
    await staging.prepare(integration);
    for (const file of await drop.takeAll()) {
      if (await staging.deliveries.named(integration.name, file.id)) continue;
      const landed = await landFile(staging, integration, file.id, () => file.open());
      if ('refusal' in landed) await staging.deliveries.refuse(integration.name, file.id, landed.refusal);
    }
  }

  /** Files that its source has left and that are not taken up as they are. */
  passedOver(): Promise<PassedOverFile[]> {
    return this.drop.passedOver();
  }

  /** Gives back and puts away what was applied or refused. */
  async settle(): Promise<void> {
    const { deliveries } = this.staging;
    for (const file of await this.drop.unsettled()) {
      const delivery = await deliveries.named(this.integration.name, file.id);
      if (delivery?.state !== 'applied' && delivery?.state !== 'refused') continue;
      await file.giveBack(deliveries.rejected(delivery.id), Object.keys(this.integration.columns));
      const { outcome } = delivery.report;
      if (outcome.kind === 'applied') await file.archive();
      else await file.refuse({ code: outcome.code, message: outcome.says });
    }
  }
}

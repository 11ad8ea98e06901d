import { Injectable } from '@nestjs/common';
import { DataverseConnection } from '#lib/dataverse';
import { Backlog } from '#lib/messaging';
import type { InboxCase } from '../inbox/inbox.schema.js';
import { Patience } from './patience.js';

/** More cases than this on their way mean that a new one will not be registered while its sender waits. */
const SHORT_BACKLOG = 20;

/** Whether it is worth a sender's while to wait for the ticket number. */
@Injectable()
export class RegistrationOutlook {
  constructor(
    private readonly patience: Patience,
    private readonly backlog: Backlog,
    private readonly dataverse: DataverseConnection,
  ) {}

  /** The case with its ticket number if that came in time; at once as it is when a backlog or an open circuit says that it will not. */
  async awaitRegistration(accepted: InboxCase): Promise<InboxCase> {
    const registration = this.patience.wait(accepted.reference);
    // Asked beside the wait: however long the answer takes, the patience bounds it, and the case is on disk.
    void this.isPromising()
      .catch(() => false)
      .then((promising) => promising || this.patience.giveUp(accepted.reference));
    const registered = await registration;
    return registered ? { ...accepted, state: 'registered', ...registered } : accepted;
  }

  private async isPromising(): Promise<boolean> {
    if (this.dataverse.health().circuit.state !== 'closed') return false;
    return (await this.backlog.waiting()) <= SHORT_BACKLOG;
  }
}

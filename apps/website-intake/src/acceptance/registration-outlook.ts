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
    // Begins before anything is asked, so that a quick registration cannot slip by in between.
    const registration = this.patience.wait(accepted.reference);
    // The case is on disk: whatever this question runs into, its sender is owed the answer.
    if (!(await this.isPromising().catch(() => false))) this.patience.giveUp(accepted.reference);
    const registered = await registration;
    return registered ? { ...accepted, state: 'registered', ...registered } : accepted;
  }

  private async isPromising(): Promise<boolean> {
    if (this.dataverse.health().circuit.state !== 'closed') return false;
    return (await this.backlog.waiting()) <= SHORT_BACKLOG;
  }
}

import { STATUS_CODES } from 'node:http';
import type { FaultTarget } from '../../../control/src/index.js';
import type { DataverseFaults } from './fault-list.js';

const STATUSES = [502, 503, 504] as const;

type GatewayStatus = (typeof STATUSES)[number];

/** How a page says it. No page of the service's has the words; they are ours. */
const WORDS: Record<GatewayStatus, string> = {
  502: 'The gateway received no valid response.',
  503: 'The service is unavailable.',
  504: 'The gateway did not receive a response in time.',
};

/** What a gateway in front of the service says when it has no answer: a page, not JSON. */
export class GatewayPage extends Error {
  override name = 'GatewayPage';

  constructor(readonly status: GatewayStatus) {
    super(WORDS[status]);
  }

  get html(): string {
    const title = `${this.status} ${STATUS_CODES[this.status]}`;
    return `<html><head><title>${title}</title></head><body><h2>${this.message}</h2></body></html>`;
  }
}

/** Strikes by the settings that are about work that is done, or about work that is not. @throws GatewayPage */
export function strikeWithPage(
  faults: DataverseFaults,
  target: FaultTarget,
  { done }: { done: boolean },
): void {
  for (const status of STATUSES)
    if (faults.strikes(`html${status}`, target, (setting) => (setting.done ?? false) === done))
      throw new GatewayPage(status);
}

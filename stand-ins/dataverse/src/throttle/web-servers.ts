import { seededRandom } from '../../../control/src/index.js';

export interface WebServerOptions {
  /** How many there are. */
  servers: number;
  /** How a request without a server of its own finds one. */
  routing: 'inTurn' | 'random';
  /** For `random`. */
  seed: number;
}

/** The web servers of an organisation, as far as it matters which of them a request comes to. */
export class WebServers {
  private last = -1;
  private readonly random: () => number;

  constructor(private readonly options: WebServerOptions) {
    this.random = seededRandom(options.seed);
  }

  next(): number {
    const { servers, routing } = this.options;
    if (routing === 'random') return Math.floor(this.random() * servers);
    this.last = (this.last + 1) % servers;
    return this.last;
  }
}

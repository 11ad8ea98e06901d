import { Worker } from '../worker.js';
import type { Places } from '../../support/dataverse-identity.js';

/** The stand-ins in a process of their own, and whatever processes work against them. */
export class FarSide {
  private readonly workers: Worker[] = [];

  private constructor(
    readonly places: Places,
    private readonly signal: AbortSignal,
    servers: Worker,
  ) {
    this.workers.push(servers);
  }

  static async open(signal: AbortSignal): Promise<FarSide> {
    const program = new URL('./servers.child.js', import.meta.url);
    const { worker, ready } = await Worker.start<Places>('The far side', program, {}, signal);
    return new FarSide(ready, signal, worker);
  }

  /** Starts a process that is told where the far side listens. */
  async start(name: string, program: URL, settings: object = {}): Promise<Worker> {
    const { worker } = await Worker.start(name, program, { ...settings, places: this.places }, this.signal);
    this.workers.push(worker);
    return worker;
  }

  /** Ends whoever works before what they work against. */
  async close(): Promise<void> {
    for (const worker of this.workers.splice(0).reverse()) await worker.end();
  }
}

import { join } from 'node:path';
import type { RedisBudgetOptions } from '#lib/resilience';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { type Life, startLife } from '../life.js';

/** What a process is told. */
export interface CallerOrder {
  name: string;
  serviceUrl: string;
  /** False: the deliberate bug, a budget of its own for each process. */
  isSharing: boolean;
  budget: RedisBudgetOptions;
  /** How long the service works on a call. */
  costMs: { least: number; most: number };
}

export type CallerOptions = Omit<CallerOrder, 'name' | 'budget'> & {
  budget: Omit<RedisBudgetOptions, 'redisUrl'>;
  redisPort: number;
  /** For the logs. */
  directory: string;
  onBroken: (error: Error) => void;
};

/** A process that calls the service, which has a road to Redis of its own. */
export class Caller {
  private life: Life | undefined;

  private constructor(
    readonly name: string,
    readonly road: TcpProxy,
    private readonly options: CallerOptions,
  ) {}

  /** With its road to Redis; to be started. */
  static async prepare(name: string, options: CallerOptions): Promise<Caller> {
    return new Caller(name, await TcpProxy.to(options.redisPort), options);
  }

  async start(): Promise<void> {
    const { serviceUrl, isSharing, costMs, directory, onBroken } = this.options;
    const budget = { ...this.options.budget, redisUrl: `redis://127.0.0.1:${this.road.port}` };
    const order: CallerOrder = { name: this.name, serviceUrl, isSharing, costMs, budget };
    this.life = startLife({
      name: `The caller ${this.name}`,
      program: new URL('./caller.child.js', import.meta.url),
      args: [JSON.stringify(order)],
      logFile: join(directory, `${this.name}.log`),
      onBroken,
    });
    await this.life.serves;
  }

  /** SIGKILL, whatever it has in flight. */
  async kill(): Promise<void> {
    await this.life?.kill();
  }

  async close(): Promise<void> {
    await this.kill();
    await this.road.close();
  }
}

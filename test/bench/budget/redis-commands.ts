import { Redis } from 'ioredis';

/** Commands an acquisition. */
export interface CommandCount {
  /** That a client sent: what costs a journey there and back. */
  sent: number;
  /** That scripts called inside Redis. */
  inside: number;
}

/** Counts what Redis is asked, by its own statistics. */
export class CommandCounter {
  private readonly redis: Redis;

  constructor(port: number) {
    this.redis = new Redis(port, '127.0.0.1');
  }

  async begin(): Promise<void> {
    await this.redis.config('RESETSTAT');
  }

  /** Every contender sends scripts and nothing else while it works, so what is no script was called by one. */
  async end(): Promise<{ per(acquisitions: number): CommandCount }> {
    const statistics = await this.redis.info('commandstats');
    let sent = 0;
    let inside = 0;
    for (const [, command = '', calls] of statistics.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)) {
      if (command === 'evalsha' || command === 'eval') sent += Number(calls);
      else if (!/^(info|config|ping|client|command)\b/.test(command)) inside += Number(calls);
    }
    return { per: (acquisitions) => ({ sent: sent / acquisitions, inside: inside / acquisitions }) };
  }

  close(): void {
    this.redis.disconnect();
  }
}

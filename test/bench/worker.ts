import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a worker says: that it is ready, or what came of an order. */
export type Reply = { answer: unknown } | { error: string };

/** A process of its own that does what it is asked, one order at a time, so that its processor time is its alone. */
export class Worker {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
    private readonly signal: AbortSignal,
  ) {}

  /** Starts the compiled program with these settings; resolves with what it says when it is ready. */
  static async start<Ready>(
    name: string,
    program: URL,
    settings: unknown,
    signal: AbortSignal,
    nodeFlags: readonly string[] = [],
  ): Promise<{ worker: Worker; ready: Ready }> {
    const child = fork(fileURLToPath(program), [JSON.stringify(settings)], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--expose-gc', ...nodeFlags],
    });
    const worker = new Worker(name, child, once(child, 'exit'), signal);
    try {
      return { worker, ready: await worker.reply<Ready>() };
    } catch (error) {
      await worker.end();
      throw error;
    }
  }

  ask<Answer>(order: unknown): Promise<Answer> {
    this.child.send(order as object);
    return this.reply<Answer>();
  }

  /** A worker ends with its connection to us. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }

  private async reply<Answer>(): Promise<Answer> {
    const gone = this.ended.then(() => {
      throw new Error(`${this.name} has ended by itself.`);
    });
    const [reply] = (await Promise.race([once(this.child, 'message', { signal: this.signal }), gone])) as [
      Reply,
    ];
    if ('error' in reply) throw new Error(`${this.name}: ${reply.error}`);
    return reply.answer as Answer;
  }
}

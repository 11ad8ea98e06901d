import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './child-process.js';
import { freePort } from './free-port.js';

/** A test that needs a Redis is skipped where there is none, and this word in its name says why. */
export const needsRedis = '(needs redis-server on the PATH)';

/** Whether a Redis can be started here. */
export const hasRedis: boolean = isInstalled();

/** A Redis of one's own, which can be killed and come back at the same address. */
export class RedisServer {
  private server: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly args: readonly string[],
  ) {}

  /** @param args further arguments of redis-server */
  static async start(...args: string[]): Promise<RedisServer> {
    const directory = await mkdtemp(join(tmpdir(), 'causeway-redis-'));
    const redis = new RedisServer(await freePort(), directory, args);
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts again after a kill: with its state where that was on disk (`--appendonly yes`), else empty. */
  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.directory, '--save', ''];
    const server = spawn('redis-server', [...args, ...this.args], { stdio: 'ignore' });
    this.server = server;
    await eventually(() => {
      if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}.`);
      return this.ping();
    });
  }

  /** SIGKILL; resolves when it has gone. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  /** It hangs: connections are taken, nothing is answered. */
  hang(): void {
    this.server?.kill('SIGSTOP');
  }

  goOn(): void {
    this.server?.kill('SIGCONT');
  }

  /** It takes scripts and whatever else might write, and does none of it. */
  pauseClients(): Promise<void> {
    return this.say('CLIENT PAUSE 600000 WRITE', /^\+OK/);
  }

  resumeClients(): Promise<void> {
    return this.say('CLIENT UNPAUSE', /^\+OK/);
  }

  /** What was on disk is gone. To be done while it is dead. */
  async wipe(): Promise<void> {
    await rm(join(this.directory, 'appendonlydir'), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Who wants a password answers, too. */
  private ping(): Promise<void> {
    return this.say('PING', /^(\+PONG|-NOAUTH)/);
  }

  private async say(command: string, expected: RegExp): Promise<void> {
    const socket = createConnection(this.port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.write(`${command}\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      if (!expected.test(answer.toString())) throw new Error(answer.toString());
    } finally {
      socket.destroy();
    }
  }
}

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as the service saw it, in milliseconds of its own clock. */
export interface ServedCall {
  arrivedAt: number;
  completedAt: number;
  /** Who called. */
  caller: string;
}

/**
 * A service with limits that it never enforces: a 429 would hide what was about to be exceeded. It works on each call for a
 * while, to its end even when its caller is gone, as Dataverse does, and writes down when.
 */
export class LimitedService {
  readonly calls: ServedCall[] = [];
  private running = 0;
  private mostRunning = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<LimitedService> {
    const server = createServer();
    const service = new LimitedService(server);
    server.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      service.work(pathname.slice(1), Number(searchParams.get('ms')), () => response.end());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get mostAtATime(): number {
    return this.mostRunning;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private work(caller: string, ms: number, answer: () => void): void {
    const arrivedAt = performance.now();
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    setTimeout(() => {
      this.running -= 1;
      this.calls.push({ arrivedAt, completedAt: performance.now(), caller });
      answer();
    }, ms);
  }
}

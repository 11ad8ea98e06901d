import type { HttpRequest, HttpResponse, Send } from '#lib/http';
import { abortReason, type Clock, type Lane, onAbort, systemClock } from '#lib/resilience';
import { ChunkSize } from '../bulk/chunk-size.js';
import { rootOf } from '../web-api/service-address.js';
import { GroupSender } from './group-sender.js';
import type { GroupWritesLimits, GroupWritesOptions } from './group-writes.options.js';
import { mayShare, shareKeyOf } from './may-share.js';
import type { PendingWrite } from './pending-write.js';
import { WriteGroup } from './write-group.js';

/** "Start with a small number of requests, such as 10" (learn.microsoft.com/power-apps/developer/data-platform/api-limits). */
const operationsAtFirst = 10;

/** Whose writes share requests, and who hears of it. */
export interface WriteGroupsOptions extends GroupWritesOptions {
  /** The environment's, such as `https://contoso.crm4.dynamics.com`. */
  url: string;
  /** Hears of each request: how long each of its writes waited for it, in milliseconds. */
  onSent?: ((lane: Lane, waitedMs: readonly number[]) => void) | undefined;
  /** What a 429 for execution time has left of every batch's size: 1 at most. */
  callScale?: (() => number) | undefined;
  clock?: Clock | undefined;
}

/** The groups of one environment, each of writes that may stand in one batch. A group is gone when nobody is in it. */
export class WriteGroups {
  private readonly groups = new Map<string, WriteGroup>();
  private readonly root: string;
  private readonly clock: Clock;
  private readonly size: ChunkSize;
  private readonly sender: GroupSender;

  constructor(
    private readonly options: WriteGroupsOptions,
    private readonly limits: GroupWritesLimits,
  ) {
    this.root = rootOf(options.url);
    this.clock = options.clock ?? systemClock;
    this.size = new ChunkSize(
      {
        targetMs: limits.longestBatchMs,
        firstRows: operationsAtFirst,
        mostRows: limits.mostOperations,
      },
      options.callScale,
    );
    this.sender = new GroupSender(`${this.root}$batch`, this.size);
  }

  mayJoin(request: HttpRequest): boolean {
    const fits = bytesOf(request) <= this.limits.mostBytes;
    return fits && !this.sender.isSuspect(request) && mayShare(request, this.root);
  }

  /** Who leaves while it waits is taken out. What is on its way may have been done, so the end of that is waited for. */
  async join(request: HttpRequest, next: Send): Promise<HttpResponse> {
    const { signal } = request;
    if (signal?.aborted) throw abortReason(signal);
    const group = this.groupOf(shareKeyOf(request));
    let stopListening = (): void => undefined;
    try {
      return await new Promise<HttpResponse>((answer, fail) => {
        const arrivedAt = this.clock.now();
        const write = { request, next, bytes: bytesOf(request), arrivedAt, answer, fail };
        stopListening = onAbort(signal, () => {
          if (group.remove(write)) fail(abortReason(signal as AbortSignal));
        });
        group.add(write);
      });
    } finally {
      stopListening();
    }
  }

  private groupOf(key: string): WriteGroup {
    const known = this.groups.get(key);
    if (known) return known;
    const group = new WriteGroup({
      limits: this.limits,
      clock: this.clock,
      operationsNow: () => this.size.rows,
      send: (writes) => this.send(writes),
      onIdle: () => this.groups.delete(key),
    });
    this.groups.set(key, group);
    return group;
  }

  private send(writes: readonly PendingWrite[]): Promise<void> {
    const now = this.clock.now();
    const waitedMs = writes.map(({ arrivedAt }) => now - arrivedAt);
    this.options.onSent?.(writes[0]?.request.lane ?? 'interactive', waitedMs);
    return this.sender.send(writes);
  }
}

const bytesOf = ({ body }: HttpRequest): number => (typeof body === 'string' ? Buffer.byteLength(body) : 0);

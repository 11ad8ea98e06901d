import { BaseRpcContext } from '@nestjs/microservices';

/** What a handler may know of its delivery, by `@Ctx() delivery: DeliveryContext`. */
export class DeliveryContext extends BaseRpcContext<[attempt: number, signal: AbortSignal]> {
  /** 1 at the first delivery; exact up to 8, which also stands for every later one. A crash of the worker counts. */
  get attempt(): number {
    return this.args[0];
  }

  /** Aborts when the service shuts down and waits no longer; the event is then delivered again later. */
  get signal(): AbortSignal {
    return this.args[1];
  }
}

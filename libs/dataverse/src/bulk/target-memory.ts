const leastBytes = 64 * 2 ** 10;
/** What is larger is for rows that are so, and given back to the system. */
const mostBytes = 2 * 2 ** 20;

/** Memory that is used again and again: to get it from the system costs more than to fill it. */
export class TargetMemory {
  private readonly free: Buffer[] = [];

  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(leastBytes);
  }

  giveBack(bytes: Buffer): void {
    if (bytes.length <= mostBytes) this.free.push(bytes);
  }
}

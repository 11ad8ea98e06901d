/** How long each part of the work takes. */
export class Phases {
  readonly tookMs: Record<string, number> = {};

  async time<Result>(phase: string, work: () => Promise<Result>): Promise<Result> {
    const from = performance.now();
    try {
      return await work();
    } finally {
      this.tookMs[phase] = (this.tookMs[phase] ?? 0) + Math.round(performance.now() - from);
    }
  }
}

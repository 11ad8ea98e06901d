/** What the endpoint has done since its start or the last reset. */
export class TokenStats {
  private byClient: Record<string, number> = {};
  private byCode: Record<string, number> = {};

  issued(client: string): void {
    this.byClient[client] = (this.byClient[client] ?? 0) + 1;
  }

  refused(code: number): void {
    this.byCode[`AADSTS${code}`] = (this.byCode[`AADSTS${code}`] ?? 0) + 1;
  }

  reset(): void {
    this.byClient = {};
    this.byCode = {};
  }

  report() {
    const sum = (counts: Record<string, number>) =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    return {
      issued: sum(this.byClient),
      refused: sum(this.byCode),
      issuedByClient: this.byClient,
      refusedByCode: this.byCode,
    };
  }
}

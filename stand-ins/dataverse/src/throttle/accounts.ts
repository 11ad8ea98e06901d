import { Account } from './account.js';
import type { ServiceLimits } from './limits.js';
import type { Usage, UsageReport } from './usage.js';
import { together } from './usage-report.js';

export interface UserReport extends UsageReport {
  lanes: Record<string, UsageReport>;
}

/** Every user at every web server that it has come to. */
export class Accounts {
  private readonly users = new Map<string, Map<number, Account>>();

  constructor(private windowMs: number) {}

  find(user: string, server: number): Account | undefined {
    return this.users.get(user)?.get(server);
  }

  of(user: string, server: number): Account {
    const servers = this.users.get(user) ?? new Map<number, Account>();
    this.users.set(user, servers);
    const account = servers.get(server) ?? new Account(this.windowMs);
    servers.set(server, account);
    return account;
  }

  change(windowMs: number): void {
    this.windowMs = windowMs;
    for (const servers of this.users.values())
      for (const account of servers.values()) account.change(windowMs);
  }

  clear(): void {
    this.users.clear();
  }

  report(limits: ServiceLimits): Record<string, UserReport> {
    const users = [...this.users].map(([user, servers]) => [user, reportOf([...servers.values()], limits)]);
    return Object.fromEntries(users) as Record<string, UserReport>;
  }
}

function reportOf(accounts: readonly Account[], limits: ServiceLimits): UserReport {
  const of = (usages: readonly Usage[]) => together(usages.map((usage) => usage.report(limits)));
  const names = new Set(accounts.flatMap(({ lanes }) => [...lanes.keys()]));
  const lanes = [...names].map((name) => [
    name,
    of(accounts.flatMap((account) => account.lanes.get(name) ?? [])),
  ]);
  return {
    ...of(accounts.map(({ usage }) => usage)),
    lanes: Object.fromEntries(lanes) as Record<string, UsageReport>,
  };
}

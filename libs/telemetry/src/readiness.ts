import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';

/** Says how one thing that the service relies on is; a rejected promise means that it is down. */
export interface ReadinessCheck {
  name: string;
  /** `up` serves, `degraded` still serves (work waits safely), `down` must get no traffic. */
  check(): Promise<'up' | 'degraded' | 'down'>;
}

/** Everything that `/health/ready` asks; modules add their own check when they start. */
@Injectable()
export class Readiness {
  private readonly checks: ReadinessCheck[] = [];

  constructor(private readonly indicators: HealthIndicatorService) {}

  add(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  /** One indicator function a check, as terminus takes them. */
  indicatorsOf(): (() => Promise<HealthIndicatorResult>)[] {
    return this.checks.map(({ name, check }) => async () => {
      const session = this.indicators.check(name);
      switch (await check().catch(() => 'down' as const)) {
        case 'up':
          return session.up();
        case 'degraded':
          return session.degraded();
        case 'down':
          return session.down();
      }
    });
  }
}

import type { Service } from './service.js';

/** What is known of the environment before anything is judged. */
export interface Environment {
  service: Service;
  /** On this machine: never somebody's real organisation. */
  isLoopback: boolean;
  /** Set when a control door answers, as only our stand-in has one. */
  control?: Control;
  /** Whether accounts have our alternate key; a bare sandbox has not. */
  hasKey: boolean;
  /** Whether a limit may be run into on purpose where there is no control door. */
  withThrottling: boolean;
  /** Asks as another application user, where there is one. */
  other?: Service;
}

/** The stand-in's own door: limits, clock, statistics, faults. */
export class Control {
  constructor(private readonly url: string) {}

  /** @returns the door of a stand-in; undefined where nobody opens one */
  static async find(url: string): Promise<Control | undefined> {
    const control = new Control(url);
    return control.get('not-implemented').then(
      () => control,
      () => undefined,
    );
  }

  get = (route: string): Promise<Record<string, unknown>> => this.ask('GET', route);
  post = (route: string, body: unknown): Promise<Record<string, unknown>> => this.ask('POST', route, body);

  private async ask(method: string, route: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}/_control/${route}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`_control/${route} answered ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of the compose file, as far as starting its command goes. */
export interface ComposeService {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: string[] | Record<string, unknown>;
}

/** Reads docker-compose.yml, with `${NAME:-default}` filled in with the defaults, as on a machine that sets none of them. */
export function composeServices(path: string): Record<string, ComposeService> {
  const text = readFileSync(path, 'utf8').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
  return (parse(text, { merge: true }) as { services: Record<string, ComposeService> }).services;
}

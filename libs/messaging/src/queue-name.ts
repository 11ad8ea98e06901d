/** The durable queue of one event type for one subscribing service, e.g. `sharepoint/case.registered`. */
export function queueName(service: string, eventType: string): string {
  return `${service}/${eventType}`;
}

/**
 * The PostgreSQL schema that holds a service's queues. Each service has its own, because a worker looks for its next
 * event among all that wait in the schema: the backlog of a service that is down must not slow the others.
 */
export function queueSchema(service: string): string {
  return `queue_${service.replaceAll('-', '_')}`;
}

/** Refuses a name that could not stand in a schema's name, or stand there for two services. */
export function assertServiceName(service: string): void {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(service)) {
    throw new Error(`"${service}" cannot be the name of a service: lower case letters, digits and hyphens.`);
  }
}

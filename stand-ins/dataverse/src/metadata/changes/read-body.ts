import { z } from 'zod';
import type { Fields } from '../../writes/read-fields.js';
import type { TypeOutline } from '../definition.js';
import { badDefinition, undeclaredProperty } from '../refusals.js';

/** Reads the properties that the stand-in heeds. Throws a DataverseError that names the first that is wrong. */
export function readAs<S extends z.ZodType>(schema: S, fields: unknown): z.output<S> {
  const read = schema.safeParse(fields);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw badDefinition(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}

/** Throws a DataverseError for a property that the type has not; what begins with an at sign, or holds one, is an annotation. */
export function refuseUndeclared(fields: Fields, type: TypeOutline, more: readonly string[] = []): void {
  for (const name of Object.keys(fields)) {
    if (name.includes('@') || type.properties.has(name) || type.navigations.has(name)) continue;
    if (!more.includes(name)) throw undeclaredProperty(type.name, name);
  }
}

/** `#Microsoft.Dynamics.CRM.StringAttributeMetadata`, with the sign or without, as its last name. */
export function typeName(fields: Fields): string | undefined {
  const type = fields['@odata.type'];
  return typeof type === 'string' ? /^#?Microsoft\.Dynamics\.CRM\.(\w+)$/.exec(type)?.[1] : undefined;
}

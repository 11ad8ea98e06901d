import { XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { methodNotAllowed } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { readFields } from '../../writes/read-fields.js';
import { badDefinition } from '../refusals.js';
import { changedDefinition } from './changed-response.js';
import { readAs } from './read-body.js';

const body = z.looseObject({ ParameterXml: z.string() });

/** `POST PublishXml`: model-driven-apps/publish-customizations. What was changed is in force here already. */
export function publishXml(_: Context, request: WebApiRequest): WebApiResponse {
  if (request.method !== 'POST') throw methodNotAllowed(request.method);
  const { ParameterXml } = readAs(body, readFields(request.body));
  if (XMLValidator.validate(ParameterXml) !== true) throw badDefinition('ParameterXml is no XML');
  return changedDefinition();
}

export function publishAllXml(_: Context, { method }: WebApiRequest): WebApiResponse {
  if (method !== 'POST') throw methodNotAllowed(method);
  return changedDefinition();
}

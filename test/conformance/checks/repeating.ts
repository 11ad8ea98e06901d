import { randomUUID } from 'node:crypto';
import type { Control } from '../environment.js';
import type { Request } from '../golden/golden.js';
import type { Run } from '../run.js';
import { ask, errorCode, get } from './ask.js';
import type { Check, Findings } from './check.js';

// Sources: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors (status codes)

export const repeating: Check = {
  number: 14,
  name: 'a repeated create with an id of ours is a duplicate, a repeated update the same, a repeated delete not found',
  run: async (run, findings) => {
    const id = randomUUID();
    const create = creation(id);
    const update = { method: 'PATCH', path: `accounts(${id})`, body: { name: '{mark} twice' } };
    const remove = { method: 'DELETE', path: `accounts(${id})` };
    findings.expect('statuses of a create', await twice(run, create), [204, 412]);
    findings.expect('statuses of an update', await twice(run, update), [204, 204]);
    findings.expect('statuses of a delete', await twice(run, remove), [204, 404]);
    const { control } = run.environment;
    if (control) await expectDuplicateAfterLostReply(run, control, findings);
    else findings.note('no reply can be lost on purpose here');
  },
};

async function twice(run: Run, request: Request): Promise<number[]> {
  const first = await ask(run, request);
  const second = await ask(run, request);
  return [first.status, second.status];
}

/** The reply is cut after the commit: whoever repeats hears that the row is there, which is success. */
async function expectDuplicateAfterLostReply(run: Run, control: Control, findings: Findings): Promise<void> {
  const id = randomUUID();
  await control.post('faults', { dropAfterCommit: { count: 1, method: 'POST', table: 'account' } });
  const lost = await ask(run, creation(id)).then(
    ({ status }) => status,
    () => 'no answer',
  );
  await control.post('faults', []);
  findings.expect('reply that was cut', lost, 'no answer');
  findings.expect('code of the repeat', errorCode(await ask(run, creation(id))), '0x80040237');
  findings.expect('row that was made', (await get(run, `accounts(${id})?$select=name`)).status, 200);
}

const creation = (id: string): Request => ({
  method: 'POST',
  path: 'accounts',
  body: { accountid: id, name: '{mark} once' },
  makes: [`accounts(${id})`],
});

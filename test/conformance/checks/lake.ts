import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Control } from '../environment.js';
import { including, matching } from '../matching/patterns.js';
import type { Run } from '../run.js';
import { NotHere } from '../unjudged.js';
import { ask } from './ask.js';
import type { Check, Findings } from './check.js';
import { LakeFolder } from './lake-folder.js';

// Sources: https://learn.microsoft.com/power-apps/maker/data-platform/azure-synapse-incremental-updates
// https://learn.microsoft.com/power-apps/maker/data-platform/export-data-lake-faq

const NAME = '{mark} "a lake",\nand an island';
const FOLDER = /^\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\dZ$/;
const SINK_TIME = matching(/^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/);

export const lake: Check = {
  number: 15,
  name: 'the lake is folders with dots in their names, rows without a header, deletions nearly blank, and descriptions that fail',
  run: async (run, findings) => {
    const control = await controlOfLake(run);
    const id = randomUUID();
    const body = { accountid: id, name: NAME };
    await ask(run, { method: 'POST', path: 'accounts', body, makes: [`accounts(${id})`] });
    await expectUpsert(run, control, id, findings);
    await expectFaults(run, control, id, findings);
    await ask(run, { method: 'DELETE', path: `accounts(${id})` });
    await expectDeletion(control, id, findings);
  },
};

async function controlOfLake({ environment: { control } }: Run): Promise<Control> {
  if (!control)
    throw new NotHere('a sandbox has its lake in a storage account, which no request here reaches');
  const { lake: path } = await control.get('lake');
  if (path === 'off') throw new NotHere('the stand-in was started without --lake');
  return control;
}

/** Asks for an export; the folder that it closed, and what it answered. */
async function exportNow(control: Control, fault?: string) {
  const answer = await control.post('lake', { action: 'export', fault });
  const [path, name] = [String(answer['lake']), String(answer['folder'])];
  return { path, name, folder: new LakeFolder(join(path, name)) };
}

const openFolder = async (path: string) =>
  (await readFile(join(path, 'Changelog', 'changelog.info'), 'utf8')).trim();

async function expectUpsert(run: Run, control: Control, id: string, findings: Findings): Promise<void> {
  const { path, name, folder } = await exportNow(control);
  findings.expect('name of the folder', name, matching(FOLDER));
  findings.expect('name in changelog.info behind it', (await openFolder(path)) > name, true);
  const columns = await folder.columns('account');
  findings.expect('first columns', columns.slice(0, 3), ['Id', 'SinkCreatedOn', 'SinkModifiedOn']);
  const at = columns.indexOf('versionnumber');
  const tail = ['versionnumber', 'createdon', 'modifiedon', 'IsDelete'];
  findings.expect('columns behind those of the table', columns.slice(at, at + 4), tail);
  const described = (await folder.model()).entities.map((entity) => entity.name);
  findings.expect('the table in model.json', described.includes('account'), true);
  findings.expect('lines of the new row', await folder.rows('account', id), [
    including({
      accountid: id,
      name: NAME.replace('{mark}', run.mark),
      SinkModifiedOn: SINK_TIME,
      createdon: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$/),
      primarycontactid_entitytype: '',
      ownerid_entitytype: 'systemuser',
      IsDelete: '',
    }),
  ]);
}

async function expectFaults(run: Run, control: Control, id: string, findings: Findings): Promise<void> {
  const change = () =>
    ask(run, { method: 'PATCH', path: `accounts(${id})`, body: { name: `{mark} ${randomUUID()}` } });
  const models = async (folder: LakeFolder) =>
    Promise.all(
      [folder.model(), folder.modelOf('account')].map((model) => model.then(() => 'read', failure)),
    );
  await change();
  const missing = await exportNow(control, 'missingModel');
  findings.expect('an abandoned folder', await models(missing.folder), ['ENOENT', 'read']);
  const again = await exportNow(control, 'truncatedModel');
  findings.expect('a truncated model.json', await models(again.folder), ['SyntaxError', 'read']);
  const [abandoned, repeated] = await Promise.all(
    [missing, again].map(({ folder }) => folder.rows('account', id)),
  );
  findings.expect('rows of an abandoned folder, in the next', versionsOf(repeated), versionsOf(abandoned));
  await change();
  const late = await exportNow(control, 'lateModel');
  findings.expect('before model.json comes late', await models(late.folder), ['ENOENT', 'read']);
  await change();
  const twice = await exportNow(control, 'duplicateRows');
  findings.expect('when model.json has come late', await models(late.folder), ['read', 'read']);
  const [version, same] = versionsOf(await twice.folder.rows('account', id));
  findings.expect('versions of a row that was written twice', [version], [same]);
}

const versionsOf = (rows: readonly Readonly<Record<string, string>>[] = []) =>
  rows.map((row) => row['versionnumber']);

const failure = (error: unknown): string =>
  error instanceof SyntaxError ? 'SyntaxError' : String((error as NodeJS.ErrnoException).code);

async function expectDeletion(control: Control, id: string, findings: Findings): Promise<void> {
  const open = await control.post('lake', { action: 'write' });
  const current = await openFolder(String(open['lake']));
  const early = await new LakeFolder(join(String(open['lake']), current)).model().catch(failure);
  findings.expect('model.json of the folder that is being written', early, 'ENOENT');
  const { name, folder } = await exportNow(control);
  findings.expect('the folder that was being written, once it is complete', name, current);
  const [row = {}] = await folder.rows('account', id);
  const told = Object.entries(row).filter(([, cell]) => cell !== '');
  findings.expect('what is told of a row that is gone', Object.fromEntries(told), {
    Id: id,
    SinkCreatedOn: SINK_TIME,
    SinkModifiedOn: SINK_TIME,
    versionnumber: matching(/^\d+$/),
    createdon: matching(/^0001-/),
    IsDelete: 'True',
  });
}

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startProgram } from '../support/child-process.js';
import { Causeway } from '../support/causeway.js';
import { freePort } from '../support/free-port.js';
import { smallCase } from '../support/sample-case.js';

describe('npm run dataverse -- limits', () => {
  let causeway: Causeway;

  beforeAll(async () => {
    causeway = await Causeway.start({ env: { DATAVERSE_OPERATIONS_PER_DAY: '1000' } });
    await causeway.startSharepoint();
    for (let number = 0; number < 5; number += 1) await causeway.post(smallCase());
  });
  afterAll(() => causeway.close());

  const run = (...args: string[]) => limitsOn(causeway.intakeUrl, causeway.sharepointUrl, ...args);
  const limitsOn = (intake: string, sharepoint: string, ...args: string[]) =>
    startProgram(process.execPath, ['dist/tools/dataverse/main.js', 'limits', ...args], {
      INTAKE_PORT: new URL(intake).port,
      SHAREPOINT_PORT: new URL(sharepoint).port,
    });
  const ended = async (program: ReturnType<typeof run>) => {
    await once(program.child, 'close');
    return [program.child.exitCode, program.output()] as const;
  };

  it('shows what the services that run have spent', async () => {
    const [code, output] = await ended(run());
    expect(output).toContain(`website-intake at ${causeway.intakeUrl}`);
    expect(output).toMatch(/│ requests +│ 6,000 +│ 0\.\d %/);
    expect(output).toMatch(/Operations of the last 24 hours: \d+ of 1,000/);
    expect(output).not.toContain('sharepoint at');
    expect(code).toBe(0);
  });

  it('writes the same as JSON', async () => {
    const [code, output] = await ended(run('--json', '-'));
    const [view] = JSON.parse(output) as { operations: { ofLastDay: number } }[];
    expect(view?.operations.ofLastDay).toBeGreaterThanOrEqual(5);
    expect(code).toBe(0);
  });

  it('watches until it is stopped, and ends in order', async () => {
    const program = run('--watch');
    await eventually(
      async () => expect(program.output()).toMatch(/website-intake at \S+: requests 0\.\d %/),
      program,
    );
    expect(await program.stop()).toBe(0);
  });

  it('ends with code 1 and words when nothing answers', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const [code, output] = await ended(run('--service', nowhere));
    expect(output).toContain(`Nobody answers at ${nowhere}. npm start`);
    expect(code).toBe(1);
  });
});

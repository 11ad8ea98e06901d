/** How many cases are on their way to Dataverse, as the intake's own metrics say. */
export async function waitingCases(intakeUrl: string): Promise<number> {
  const metrics = await (await fetch(`${intakeUrl}/metrics`)).text();
  const samples = [
    ...metrics.matchAll(/^messaging_jobs\{[^}]*state="(?:waiting|delayed|running)"[^}]*\} (\d+)$/gm),
  ];
  return samples.reduce((sum, [, count]) => sum + Number(count), 0);
}

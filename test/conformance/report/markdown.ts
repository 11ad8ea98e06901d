import { OUTCOMES, type Told, type Verdict } from '../verdict.js';
import { bySubject, countsOf, type Report } from './summary.js';

/** A document to send us: the figures, then every difference and every record with request and answer. */
export function markdownOf({ environment, at, verdicts }: Report): string {
  const worthReading = verdicts.filter(({ outcome }) => outcome === 'different' || outcome === 'recorded');
  const notRun = verdicts.filter(({ outcome }) => outcome === 'not run here' || outcome === 'not built yet');
  return [
    `# Conformance of ${environment}, ${at}`,
    figures(verdicts),
    ...worthReading.map(section),
    ...(notRun.length > 0 ? ['## Not judged', notRun.map(line).join('\n')] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function figures(verdicts: readonly Verdict[]): string {
  const head = ['subject', ...OUTCOMES];
  const rows = [...bySubject(verdicts)].map(([subject, group]) => [subject, ...cells(group)]);
  return [head, head.map(() => '---'), ...rows, ['all', ...cells(verdicts)]]
    .map((cellsOfRow) => `| ${cellsOfRow.join(' | ')} |`)
    .join('\n');
}

const cells = (verdicts: readonly Verdict[]): number[] => {
  const counts = countsOf(verdicts);
  return OUTCOMES.map((outcome) => counts[outcome]);
};

function section(verdict: Verdict): string {
  const parts = [`## ${verdict.outcome}: ${verdict.subject}: ${verdict.name}`];
  if ('because' in verdict) parts.push(verdict.because);
  if (verdict.source)
    parts.push(`Source [${verdict.source.evidence}]: ${verdict.source.page} (${verdict.source.heading})`);
  if ('differences' in verdict)
    parts.push(
      verdict.differences
        .map(({ at, expected, got }) => `- \`${at}\`: expected ${code(expected)}, got ${code(got)}`)
        .join('\n'),
    );
  if ('told' in verdict) parts.push(...verdict.told.map(exchange));
  return parts.filter((part) => part !== '').join('\n\n');
}

const exchange = ({ request, answer }: Told): string =>
  `\`\`\`\`http\n${request}\n\`\`\`\`\n\n\`\`\`\`http\n${answer}\n\`\`\`\``;

const line = (verdict: Verdict): string =>
  `- ${verdict.outcome}: ${verdict.subject}: ${verdict.name}${'because' in verdict ? ` (${verdict.because})` : ''}`;

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

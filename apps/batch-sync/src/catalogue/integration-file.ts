import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Problem } from './catalogue.error.js';
import type { Finding } from './checks/finding.js';
import { formFindings } from './form-findings.js';
import { formWords } from './form-words.js';
import { type Integration, integration } from './integration.js';

const EXTENSION = '.yaml';

/** One file of the catalogue, with the lines on which things stand. */
export class IntegrationFile {
  private constructor(
    readonly path: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
    /** What it says; undefined where its form is wrong. */
    readonly integration: Integration | undefined,
    private readonly formProblems: readonly Finding[],
  ) {}

  static async read(path: string): Promise<IntegrationFile> {
    const lines = new LineCounter();
    const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines, merge: true });
    if (document.errors.length > 0) return new IntegrationFile(path, document, lines, undefined, []);
    const read = integration.safeParse(document.toJS(), { error: formWords });
    const findings = read.success ? [] : formFindings(read.error);
    return new IntegrationFile(path, document, lines, read.data, findings);
  }

  /** The name that an integration in this file must have. */
  get name(): string {
    return basename(this.path, EXTENSION);
  }

  /** What keeps it from being read. */
  get problems(): Problem[] {
    const unreadable = this.document.errors.map(({ pos, message }) => ({
      file: this.path,
      line: this.lines.linePos(pos[0]).line,
      place: '',
      says: message.split(' at line ', 1)[0] ?? message,
    }));
    return [...unreadable, ...this.formProblems.map((finding) => this.problem(finding))];
  }

  /** A finding with its place in this file. */
  problem({ path, says }: Finding): Problem {
    return { file: this.path, line: this.lineOf(path), place: path.map(String).join('.'), says };
  }

  /** The line of a place, or of the nearest around it: what is missing stands nowhere, and what is merged stands elsewhere. */
  private lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = this.document.contents;
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const step of path) {
      const from = isAlias(node) ? node.resolve(this.document) : node;
      const pair = isMap(from)
        ? from.items.find(({ key }) => isScalar(key) && key.value === step)
        : undefined;
      node = pair ? pair.value : isSeq(from) ? from.items[Number(step)] : undefined;
      const place = pair ? pair.key : node;
      if (!isNode(place)) break;
      offset = place.range?.[0] ?? offset;
    }
    return this.lines.linePos(offset).line;
  }
}

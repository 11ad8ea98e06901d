import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They take minutes, and one that began last would run alone. */
const long = [
  'test/faults/intake.spec.ts',
  'test/bench/main.spec.ts',
  'tools/sync/runs.spec.ts',
  'test/faults/sync/sync.spec.ts',
];

/** The order in which the specs begin. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = long.indexOf(relative(this.ctx.config.root, moduleId));
      return place < 0 ? long.length : place;
    };
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

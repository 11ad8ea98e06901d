import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.js';
import { LongFirst } from './test/support/long-first.sequencer.js';

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { conditions: ['causeway-source'] },
  ssr: { resolve: { conditions: ['causeway-source', 'node'] } },
  test: {
    include: ['{apps,libs,stand-ins,tools,test}/**/*.spec.ts'],
    globalSetup: ['test/support/build.global.ts', 'test/support/postgres.global.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default', closingLine],
  },
});

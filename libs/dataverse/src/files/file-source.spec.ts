import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, blocksOf, type FileSource } from './file-source.js';

async function taken(source: FileSource, blockBytes: number, sizeInBytes?: number): Promise<Block[]> {
  const blocks: Block[] = [];
  for await (const block of blocksOf(source, blockBytes, sizeInBytes)) blocks.push(block);
  return blocks;
}

async function* chunks(...given: readonly Uint8Array[]) {
  yield* given;
}

describe('the blocks of a source', () => {
  it('are its bytes in order, all full but the last, which alone is told to be it', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 16 }), async (given, blockBytes) => {
        const whole = Buffer.concat(given);
        const blocks = await taken(chunks(...given), blockBytes, whole.length);
        expect(Buffer.concat(blocks.map(({ bytes }) => bytes)).equals(whole)).toBe(true);
        expect(blocks.map(({ last }) => last)).toEqual(blocks.map((_, at) => at === blocks.length - 1));
        expect(blocks.slice(0, -1).every(({ bytes }) => bytes.length === blockBytes)).toBe(true);
        expect(whole.length === 0 || blocks.every(({ bytes }) => bytes.length > 0)).toBe(true);
      }),
    );
  });

  it.each([
    ['a Buffer', Buffer.from('ABC')],
    ['a stream', Readable.from([Buffer.from('AB'), Buffer.from('C')])],
    ['an iterable', chunks(new Uint8Array([65, 66]), new Uint8Array([67]))],
  ])('may come from %s', async (_, source) => {
    const blocks = await taken(source, 2);
    expect(blocks.map(({ bytes }) => bytes.toString())).toEqual(['AB', 'C']);
  });

  it('keep what was read when the source uses its memory again', async () => {
    async function* reusing() {
      const memory = Buffer.alloc(1);
      for (const letter of 'ABC') {
        memory.write(letter);
        yield memory;
      }
    }
    expect((await taken(reusing(), 3))[0]?.bytes.toString()).toBe('ABC');
  });

  it('are no more than what was told: the source is closed, and the last block held back', async () => {
    const source = Readable.from([Buffer.from('AB'), Buffer.from('CD')]);
    await expect(taken(source, 1, 3)).rejects.toMatchObject({ code: 'source-too-long' });
    expect(source.destroyed).toBe(true);
    await expect(taken(Buffer.from('AB'), 4, 3)).rejects.toMatchObject({ code: 'source-too-short' });
  });

  it('end with the error of the source, and with a mistake for one that gives text', async () => {
    const failing = new Readable({ read: (): void => void failing.destroy(new Error('disk')) });
    await expect(taken(failing, 1)).rejects.toThrow('disk');
    await expect(taken(Readable.from(['text'], { encoding: 'utf8' }), 1)).rejects.toThrow(TypeError);
  });
});

import { describe, expect, it } from 'vitest';
import { TargetList } from './target-list.js';
import { TargetMemory } from './target-memory.js';

const headOf = (n: number) => `{"which":${n}`;
const texts = (count: number) => Array.from({ length: count }, (_, n) => `"ü€😀" \u0001 ${n}`);

describe('TargetList', () => {
  it.each([1, 2, 3_000])('writes %i rows as JSON does, however large they become', (count) => {
    const list = new TargetList(new TargetMemory());
    const targets = texts(count).map((text, n) => list.add(headOf(n), JSON.stringify({ text })));
    const message = { Targets: texts(count).map((text, which) => ({ which, text })) };
    expect(list.message(targets).toString()).toBe(JSON.stringify(message));
    expect(list.length).toBe(Buffer.byteLength(JSON.stringify(message)) - ']}'.length);
    expect(targets.map(({ values }) => values)).toEqual(texts(count).map((text) => JSON.stringify({ text })));
  });

  it('writes some of them, in any order', () => {
    const list = new TargetList(new TargetMemory());
    const targets = texts(3).map((text, n) => list.add(headOf(n), JSON.stringify({ text })));
    const rows = texts(3).map((text, which) => ({ which, text }));
    const some = targets.slice(1).reverse();
    expect(JSON.parse(list.message(some).toString())).toEqual({ Targets: rows.slice(1).reverse() });
  });

  it('takes a row without values, and one that does not say which it is', () => {
    const list = new TargetList(new TargetMemory());
    const targets = [list.add(headOf(1), '{}'), list.add(undefined, '{"a":1}'), list.add(undefined, '{}')];
    expect(list.message(targets).toString()).toBe('{"Targets":[{"which":1},{"a":1},{}]}');
    expect(targets.map(({ values }) => values)).toEqual(['{}', '{"a":1}', '{}']);
  });

  it('gives its memory back when all of its rows are done, and not before', () => {
    const memory = new TargetMemory();
    const list = new TargetList(memory);
    const targets = [list.add(headOf(1), '{"a":1}'), list.add(headOf(2), '{"a":2}')];
    list.done(targets.slice(1));
    new TargetList(memory).add(undefined, '{"other":true}');
    const message = list.message(targets);
    expect(message.toString()).toBe('{"Targets":[{"which":1,"a":1},{"which":2,"a":2}]}');
    list.done(targets);
    const next = new TargetList(memory);
    expect(next.message([next.add(undefined, '{"b":3}')]).buffer).toBe(message.buffer);
  });

  it('does not keep what only large rows need', () => {
    const memory = new TargetMemory();
    const list = new TargetList(memory);
    const large = list.add(undefined, JSON.stringify({ text: 'x'.repeat(2 ** 20) }));
    const { buffer } = list.message([large]);
    list.done([large]);
    expect(memory.take().buffer).not.toBe(buffer);
  });
});

import { describe, expect, it } from 'vitest';
import { TargetDraft } from './target-draft.js';
import { TargetList } from './target-list.js';
import { TargetMemory } from './target-memory.js';

const texts = (count: number) => Array.from({ length: count }, (_, n) => `"ü€😀" \u0001 ${n}`);

function draftOf(which: string | undefined, values: Readonly<Record<string, unknown>>): TargetDraft {
  const draft = new TargetDraft();
  draft.begin();
  if (which !== undefined) draft.isRow('a', 'aid', which);
  for (const [name, value] of Object.entries(values)) draft.put(name, value);
  draft.end();
  return draft;
}

const targetOf = (which: string, values: object) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.a',
  aid: which,
  ...values,
});

function listOf(count: number, memory = new TargetMemory()) {
  const list = new TargetList(memory);
  for (const [n, text] of texts(count).entries()) list.add(draftOf(String(n), { text }));
  return { list, targets: texts(count).map((text, n) => targetOf(String(n), { text })) };
}

describe('TargetList', () => {
  it.each([1, 2, 1_000])('writes %i rows as JSON does', (count) => {
    const { list, targets } = listOf(count);
    const message = JSON.stringify({ Targets: targets });
    expect(list.message().toString()).toBe(message);
    expect(list.bytes).toBe(Buffer.byteLength(message) - ']}'.length);
    for (const [n, text] of texts(count).entries())
      expect(list.valuesAt(n).text).toBe(JSON.stringify({ text }));
  });

  it('takes rows however large', () => {
    const list = new TargetList(new TargetMemory());
    const values = { text: 'x'.repeat(2 ** 20) };
    for (const which of ['1', '2']) list.add(draftOf(which, values));
    expect(JSON.parse(list.message().toString())).toEqual({
      Targets: ['1', '2'].map((which) => targetOf(which, values)),
    });
  });

  it('writes some of them, in any order', () => {
    const { list, targets } = listOf(3);
    expect(JSON.parse(list.partOf([2, 1]).toString())).toEqual({ Targets: [targets[2], targets[1]] });
  });

  it('takes a row without values, and one that does not say which it is, with which it is no message', () => {
    const list = new TargetList(new TargetMemory());
    list.add(draftOf('1', {}));
    expect(list.message().toString()).toBe(JSON.stringify({ Targets: [targetOf('1', {})] }));
    expect(list.isMessage).toBe(true);
    list.add(draftOf(undefined, { a: 1 }));
    list.add(draftOf(undefined, {}));
    expect([0, 1, 2].map((position) => list.valuesAt(position).text)).toEqual(['{}', '{"a":1}', '{}']);
    expect(list.isMessage).toBe(false);
  });

  it('gives its memory back for the next', () => {
    const memory = new TargetMemory();
    const { list } = listOf(2, memory);
    const message = list.message();
    expect(listOf(2, memory).list.message().buffer).not.toBe(message.buffer);
    list.giveBack();
    const next = listOf(3, memory);
    expect(next.list.message().buffer).toBe(message.buffer);
    expect(JSON.parse(next.list.message().toString())).toEqual({ Targets: next.targets });
  });

  it('does not keep what only large rows need', () => {
    const memory = new TargetMemory();
    const list = new TargetList(memory);
    list.add(draftOf('1', { text: 'x'.repeat(2 ** 22) }));
    const { buffer } = list.message();
    list.giveBack();
    expect(memory.take().buffer).not.toBe(buffer);
  });
});

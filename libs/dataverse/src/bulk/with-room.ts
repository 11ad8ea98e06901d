/** The memory itself where so many bytes have room behind those that are used; else a larger one that holds these. */
export function withRoom(memory: Buffer, used: number, length: number): Buffer {
  if (used + length <= memory.length) return memory;
  const larger = Buffer.allocUnsafeSlow(Math.max(memory.length * 2, used + length));
  memory.copy(larger, 0, 0, used);
  return larger;
}

import { readFileSync } from 'node:fs'
import { signerFromSeed } from '../sign.ts'

const text = readFileSync(new URL('../../vectors/worked-example.txt', import.meta.url), 'utf8')
const lines = new Map(
  text
    .trimEnd()
    .split('\n')
    .map(line => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon).replace(/ \(.*/, ''), line.slice(colon + 2)] as const
    }),
)

/** One value of PYP/1 §11. */
export function example(name: string): string {
  const value = lines.get(name)
  if (value === undefined) throw new RangeError(`vectors/worked-example.txt has no line ${name}`)
  return value
}

export const exampleNames = [...lines.keys()]

const seed = (byte: number) => new Uint8Array(32).fill(byte)
export const seeds = { root: seed(1), director: seed(2), activation: seed(3), agent: seed(4) }
export const signers = {
  root: signerFromSeed(seeds.root),
  director: signerFromSeed(seeds.director),
  activation: signerFromSeed(seeds.activation),
  agent: signerFromSeed(seeds.agent),
}
export const agentId = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
export const deployment = '3f0d2c58-6f0e-4a55-9d7e-0c8a1f5b7e21'
export const nowMs = 1_795_286_400_000

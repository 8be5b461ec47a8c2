import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'

const script = fileURLToPath(new URL('../../oracle/ask.py', import.meta.url))
const candidates = ['python3', '/usr/bin/python3']

let python: string | null | undefined

function findPython(): string | null {
  const has = (program: string) => spawnSync(program, ['-c', 'import cryptography']).status === 0
  python ??= candidates.find(has) ?? null
  return python
}

/** What stops the oracle on this machine, or null. Give it to `skip` of the test's context. */
export function oracleNeeds(): string | null {
  return findPython() === null ? 'needs python3 with the package cryptography' : null
}

export interface Question {
  readonly ask: string
  readonly [argument: string]: unknown
}

/** All questions to one process: starting Python costs more than a thousand answers. */
export function askOracle(questions: readonly Question[]): unknown[] {
  const program = findPython()
  if (program === null) throw new Error('no oracle on this machine')
  const input = questions.map(question => `${JSON.stringify(question)}\n`).join('')
  const { status, stdout, stderr } = spawnSync(program, [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`the oracle failed: ${stderr.slice(-2000)}`)
  const answers = stdout.trimEnd().split('\n')
  if (answers.length !== questions.length) throw new Error(`${answers.length} answers to ${questions.length} questions`)
  return answers.map(line => JSON.parse(line) as unknown)
}

/** Same seed, same values; PATCHYARD_SEED for others. */
export const oracleSeed = Number(process.env.PATCHYARD_SEED ?? 20_261_121)

export function samples<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: oracleSeed })
}

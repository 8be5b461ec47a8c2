import { Session } from 'node:inspector'

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

// Begun here and never ended: V8 puts the counters in when it compiles a function, which is at its first call, and what was
// compiled before has none. Import this file before what it counts.
const session = new Session()
session.connect()
post('Profiler.enable')
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/**
 * How often V8 entered the blocks of our own sources (functions, branches, bodies of loops) during `work`: a count of work that
 * is the same on every machine and whatever else that machine does. What native code does inside one call (regular
 * expressions, `indexOf`, `slice`) is one step; growth of that kind is measured in `parse-growth.long.test.ts`.
 */
export function countSteps(work: () => unknown): number {
  post('Profiler.takePreciseCoverage')
  work()
  const { result } = post('Profiler.takePreciseCoverage') as Coverage
  const ours = result.filter(script => /\/packages\/[^/]+\/src\/|\/node_modules\/typebox\/|^$/.test(script.url))
  let steps = 0
  for (const { functions } of ours) for (const { ranges } of functions) for (const { count } of ranges) steps += count
  return steps
}

/** A session on its own thread answers before `post` returns. */
function post(method: string, params: object = {}): unknown {
  let answer: unknown
  session.post(method, params, (error, result) => {
    if (error !== null) throw error
    answer = result
  })
  return answer
}

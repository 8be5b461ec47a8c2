// npm run simulate -- --seed N [--seeds K] [--quiet] [--tail LINES] [--who NAME]
import { parseArgs } from 'node:util'
import { performance } from 'node:perf_hooks'
import { runWorld } from './world.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    quiet: { type: 'boolean', default: false },
    tail: { type: 'string', default: '0' },
    who: { type: 'string' },
  },
})

const first = Number(values.seed)
const counts = new Map<string, number>()
let bad = 0
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const began = performance.now()
  const history = await runWorld(String(seed), { quiet: values.quiet })
  const tookMs = performance.now() - began
  for (const [kind, n] of history.faultCounts) counts.set(kind, (counts.get(kind) ?? 0) + n)
  const { violations, hash } = history
  console.log(
    `seed ${seed}: ${violations.length === 0 ? 'good' : `${violations.length} violations`}, ` +
      `${(history.virtualMs / 60_000).toFixed(0)} virtual minutes, ${history.steps} events, ${tookMs.toFixed(0)} ms, ${hash.slice(0, 16)}`,
  )
  if (Number(values.tail) > 0) console.log(history.log.tail(Number(values.tail), values.who))
  if (violations.length === 0) continue
  bad++
  console.log(`PATCHYARD_SEED=${seed}`)
  for (const violation of violations.slice(0, 20)) console.log(`  ${violation}`)
}
console.log([...counts].map(([kind, n]) => `${kind}: ${n}`).join(' · '))
process.exitCode = bad === 0 ? 0 : 1

import { parseArgs } from 'node:util'
import { createHttpExchange } from './adapters/http-exchange.ts'
import { systemClock, systemRandom } from './adapters/system-ports.ts'
import { makeDemoJobs } from './demo-jobs.ts'
import { runFleet } from './fleet.ts'

// Simulated agents against a running server: `npm run fleet -- --server https://… --agents 1000`. Secrets come from the
// environment: PATCHYARD_ACTIVATION_KEY, PATCHYARD_CA (PEM) and, with --demo, PATCHYARD_API_KEY.

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    agents: { type: 'string', default: '10' },
    packages: { type: 'string', default: '400' },
    missing: { type: 'string', default: '45' },
    demo: { type: 'boolean', default: false },
  },
})
const activationKey = process.env['PATCHYARD_ACTIVATION_KEY'] ?? ''
const server = values.server
const count = (name: 'agents' | 'packages' | 'missing'): number => {
  const text = values[name]
  if (!/^\d{1,6}$/.test(text)) usage(`--${name} ${text} is not a whole number`)
  return Number(text)
}

function usage(problem: string): never {
  process.stderr.write(`${problem}\nusage: fleet --server ADDRESS [--agents N] [--packages N] [--missing N]\n`)
  process.exit(2)
}

if (server === undefined) usage('--server is missing')
if (activationKey === '') usage('PATCHYARD_ACTIVATION_KEY is not set')

const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
process.on('SIGINT', () => stop.abort())

const exchange = createHttpExchange(server.replace(/\/$/, ''), process.env['PATCHYARD_CA'] ?? null)
const agents = count('agents')
let jobsMade = false

await runFleet(
  { exchange, clock: systemClock, random: systemRandom },
  {
    agents,
    activationKey,
    packages: count('packages'),
    missing: count('missing'),
    concurrency: 16,
    signal: stop.signal,
    onProgress(enrolled) {
      if (!values.demo && (enrolled % 100 === 0 || enrolled === agents)) process.stderr.write(`${enrolled} enrolled\n`)
      if (!values.demo || enrolled < agents || jobsMade) return
      jobsMade = true
      // Counters of patches are folded each second.
      systemClock.after(1500, () => {
        makeDemoJobs({ exchange, clock: systemClock }, process.env['PATCHYARD_API_KEY'] ?? '').catch(
          (error: unknown) => {
            process.stderr.write(`demo jobs: ${String(error)}\n`)
          },
        )
      })
    },
    onTrouble(agent, error) {
      if (!stop.signal.aborted) process.stderr.write(`agent ${agent}: ${String(error)}\n`)
    },
  },
)
process.exit(0)

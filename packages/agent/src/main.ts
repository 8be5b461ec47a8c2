import { stripVTControlCharacters } from 'node:util'
import { exitCodes, type VerbResult } from './commands/exit-codes.ts'
import { explainFailure } from './commands/explain-failure.ts'

// `patchyard-agent status | head -1`: the reader has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok)
  throw error
})
// Whatever umask the agent was started with: its files are its own.
process.umask(0o077)

const HELP = `patchyard-agent VERB [options]

  enroll       make this host known to a server
  run          the agent itself, until it is stopped
  status       what it knows about itself
  scan         what is missing on this host, without a server
  doctor       check what an agent needs
  rekey        make a new key
  give-back    switch other updaters on again that a profile switched off
  generalize   take this host's identity away before an image of it is copied
  parse        what a recorded tool output means

"patchyard-agent VERB --help" tells more. Exit codes: 0 done, 1 failed, 2 wrong call, 3 not enrolled, 4 refused by the server,
5 no reply, 6 state folder not safe or in use, 7 scan is partial, 8 scan is not supported here.
`

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())

/** Each verb loads only what it needs: the agent stays in memory for months. */
const verbs: Readonly<Record<string, (args: readonly string[]) => Promise<VerbResult>>> = {
  enroll: async args => {
    const { enrollVerb, enrollUsage } = await import('./commands/enroll.ts')
    return help(args, enrollUsage) ?? (await enrollVerb(args, process.env))
  },
  run: async args => {
    const { runVerb, runUsage } = await import('./commands/run.ts')
    return help(args, runUsage) ?? (await runVerb(args, process.env, stop.signal))
  },
  status: async args => {
    const { statusVerb, statusUsage } = await import('./commands/status.ts')
    return help(args, statusUsage) ?? statusVerb(args, process.env)
  },
  doctor: async args => {
    const { doctorVerb, doctorUsage } = await import('./commands/doctor.ts')
    return help(args, doctorUsage) ?? (await doctorVerb(args, process.env))
  },
  rekey: async args => {
    const { rekeyVerb, rekeyUsage } = await import('./commands/rekey.ts')
    return help(args, rekeyUsage) ?? (await rekeyVerb(args, process.env))
  },
  'give-back': async args => {
    const { giveBackVerb, giveBackUsage } = await import('./commands/give-back.ts')
    return help(args, giveBackUsage) ?? (await giveBackVerb(args, process.env))
  },
  generalize: async args => {
    const { generalizeVerb, generalizeUsage } = await import('./commands/generalize.ts')
    return help(args, generalizeUsage) ?? (await generalizeVerb(args, process.env))
  },
  scan: async args => {
    const { scanVerb } = await import('./commands/scan.ts')
    const { openScanMachine } = await import('./scan-machine.ts')
    return await scanVerb(args, await openScanMachine())
  },
  parse: async args => {
    const { parseVerb } = await import('./commands/parse.ts')
    const { text } = await import('node:stream/consumers')
    return await parseVerb(args, () => text(process.stdin))
  },
}

function help(args: readonly string[], usage: string): VerbResult | null {
  return args.includes('--help') || args.includes('-h') ? { exitCode: exitCodes.ok, stdout: usage, stderr: '' } : null
}

async function main(verb: string | undefined, args: readonly string[]): Promise<VerbResult> {
  if (verb === '--help' || verb === '-h' || verb === 'help') return { exitCode: exitCodes.ok, stdout: HELP, stderr: '' }
  if (verb === '--version') {
    const { build } = await import('./agent-version.ts')
    return { exitCode: exitCodes.ok, stdout: `${build.version}\n`, stderr: '' }
  }
  const known = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (known === undefined) return { exitCode: exitCodes.usage, stdout: '', stderr: HELP }
  try {
    return await known(args)
  } catch (error) {
    const explained = explainFailure(error)
    if (explained === null) throw error
    return {
      exitCode: explained.exitCode,
      stdout: '',
      stderr: `patchyard-agent: ${stripVTControlCharacters(explained.message)}\n`,
    }
  }
}

const [verb, ...args] = process.argv.slice(2)
const { exitCode, stdout, stderr } = await main(verb, args)
process.exitCode = exitCode
process.stderr.write(stderr)
// Not `process.exit` at once: a pipe may still have to take the text. Kept connections and a running scope must not hold the process.
process.stdout.write(stdout, () => process.exit())

import { parseArgs } from 'node:util'
import { createAgent } from '../core/agent.ts'
import { build, buildOf } from '../agent-version.ts'
import { noteProblem } from '../core/journal/problems.ts'
import { JournalError } from '../core/ports/journal.ts'
import { agentPorts, openMachine, openNetwork, openState, type OpenState } from '../wiring.ts'
import { stateOption, statePath } from './common-options.ts'
import { enrollPatiently } from './enroll.ts'
import { CommandError, exitCodes, type VerbResult } from './exit-codes.ts'

export const runUsage = `patchyard-agent run [--state DIR]

Works until SIGTERM or SIGINT. A host that is not enrolled yet enrols with the activation key that "generalize --key" left.
`

/** An image that is started before its server is reachable waits for it. */
const PATIENCE_MS = 365 * 86_400_000

export async function runVerb(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<VerbResult> {
  const { values } = parseArgs({ args: [...args], options: stateOption, strict: true })
  const path = statePath(values.state, env)
  const machine = await openMachine(path)
  const state = openState(path, machine.host.boot)
  const connection = state.journal.read(view => view.get('connection'))
  if (connection === null) {
    throw new CommandError(exitCodes.notEnrolled, 'this host is not enrolled; run "patchyard-agent enroll" first')
  }
  const ports = agentPorts(machine, state, openNetwork(connection, env))
  await enrolIfPrepared(state, ports, signal)
  const allowActions = connection.allowActions === true
  const agent = createAgent(ports, buildOf(allowActions), {
    allowUnauthenticated: connection.allowUnauthenticated,
    allowActions,
  })
  const fault = state.folder.takeFault()
  if (fault !== null) state.journal.write(tx => noteProblem(tx, 'journal_io', fault, ports.clock.nowMs()))
  ports.log.info('started', { version: build.version, server: connection.server })
  try {
    await agent.run(signal)
  } catch (error) {
    if (error instanceof JournalError) state.folder.leaveFault(error.message)
    throw error
  }
  ports.log.info('stopped')
  return { exitCode: exitCodes.ok, stdout: '', stderr: '' }
}

async function enrolIfPrepared(
  state: OpenState,
  ports: ReturnType<typeof agentPorts>,
  signal: AbortSignal,
): Promise<void> {
  if (state.journal.read(view => view.get('identity')?.agent ?? null) !== null) return
  const prepared = state.folder.secrets.read('activation')
  if (prepared === null) return
  await enrollPatiently(ports, Buffer.from(prepared).toString('utf8'), PATIENCE_MS, signal)
}

import { parseArgs } from 'node:util'
import { build } from '../agent-version.ts'
import { loadSigners } from '../core/identity.ts'
import { startRekey } from '../core/line/rekey.ts'
import { createSession } from '../core/session.ts'
import { agentPorts, openMachine, openNetwork, openState } from '../wiring.ts'
import { stateOption, statePath } from './common-options.ts'
import { CommandError, exitCodes, type VerbResult } from './exit-codes.ts'

export const rekeyUsage = `patchyard-agent rekey [--state DIR]

Makes a new key for this host; the agent introduces it to the server when it is started again. Stop the agent first.
`

export async function rekeyVerb(args: readonly string[], env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const { values } = parseArgs({ args: [...args], options: stateOption, strict: true })
  const machine = await openMachine()
  const state = openState(statePath(values.state, env), machine.host.boot)
  try {
    const connection = state.journal.read(view => view.get('connection'))
    if (connection === null) throw new CommandError(exitCodes.notEnrolled, 'this host is not enrolled')
    const ports = agentPorts(machine, state, openNetwork(connection, env))
    const { signer, next } = loadSigners(ports)
    startRekey(createSession(ports, build, signer, next))
  } finally {
    state.close()
  }
  return {
    exitCode: exitCodes.ok,
    stdout: 'A new key is made. Start the agent: it introduces the key to the server.\n',
    stderr: '',
  }
}

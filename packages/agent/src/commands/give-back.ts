import { parseArgs } from 'node:util'
import { giveAllBack } from '../core/profile/obey-profile.ts'
import { createStderrLog } from '../adapters/stderr-log.ts'
import { openMachine, openState } from '../wiring.ts'
import { stateOption, statePath } from './common-options.ts'
import { exitCodes, type VerbResult } from './exit-codes.ts'

export const giveBackUsage = `patchyard-agent give-back [--state DIR]

Switches other updaters on again that a profile made the agent switch off, as they were before. Stop the agent first; the uninstaller calls it.
`

export async function giveBackVerb(args: readonly string[], env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const { values } = parseArgs({ args: [...args], options: stateOption, strict: true })
  const machine = await openMachine()
  const state = openState(statePath(values.state, env), machine.host.boot)
  try {
    const left = await giveAllBack({ journal: state.journal, log: createStderrLog() }, machine.profileHost)
    return {
      exitCode: left.length === 0 ? exitCodes.ok : exitCodes.failed,
      stdout: left.length === 0 ? 'Other updaters are as they were.\n' : '',
      stderr: left.map(one => `${one.name} could not be given back: ${one.reason}\n`).join(''),
    }
  } finally {
    state.close()
  }
}

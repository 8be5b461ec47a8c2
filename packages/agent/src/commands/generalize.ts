import { parseArgs } from 'node:util'
import { decodeActivationKey } from '@patchyard/protocol'
import { createStderrLog } from '../adapters/stderr-log.ts'
import { giveAllBack } from '../core/profile/obey-profile.ts'
import { openSqliteJournal } from '../adapters/sqlite-journal.ts'
import { openMachine, openState } from '../wiring.ts'
import { stateOption, statePath } from './common-options.ts'
import { CommandError, exitCodes, type VerbResult } from './exit-codes.ts'

export const generalizeUsage = `patchyard-agent generalize [--key KEY] [--state DIR]

Takes away everything that makes this host itself (key, conversation, tasks, what was reported), so that an image of it can be copied. How to
reach the server stays. With --key the copies enrol themselves at their first start. Stop the agent first.
`

/** Idempotent: a crash in between leaves a host that cannot speak, and running it again finishes the work. */
export async function generalizeVerb(args: readonly string[], env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const { values } = parseArgs({ args: [...args], options: { ...stateOption, key: { type: 'string' } }, strict: true })
  if (values.key !== undefined && decodeActivationKey(values.key) === null) {
    throw new CommandError(exitCodes.usage, '--key is not an activation key (pyak1_…), or a letter of it is wrong')
  }
  const machine = await openMachine()
  const state = openState(statePath(values.state, env), machine.host.boot)
  const { journalPath, secrets } = state.folder
  const connection = state.journal.read(view => view.get('connection'))
  // An image must not carry what only this host's profile wanted, and what to give back is forgotten with the journal.
  const left = await giveAllBack({ journal: state.journal, log: createStderrLog() }, machine.profileHost)
  const [first] = left
  if (first !== undefined) {
    state.close()
    throw new CommandError(exitCodes.failed, `${first.name} could not be switched on again: ${first.reason}`)
  }
  secrets.remove('next')
  secrets.remove('agent')
  secrets.remove('activation')
  // The whole file goes: rows that SQLite only unlinks stay readable in its free pages.
  state.journal.close()
  state.folder.removeJournal()
  if (connection !== null) {
    const fresh = openSqliteJournal(journalPath)
    fresh.write(tx => tx.set('connection', connection))
    fresh.close()
  }
  if (values.key !== undefined) secrets.create('activation', Buffer.from(values.key.trim()))
  state.lock.release()
  const next =
    values.key === undefined ? 'Copies have to be enrolled.' : 'Copies enrol themselves at their first start.'
  return { exitCode: exitCodes.ok, stdout: `This host has no identity any more. ${next}\n`, stderr: '' }
}

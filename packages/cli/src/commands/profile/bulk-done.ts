import type { ProfilesDone } from '@patchyard/api'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'

/** What became of each profile; ends with 4 when one was refused. */
export function sayDone(context: CommandContext, json: boolean, done: ProfilesDone, verb: string): void {
  context
    .printer(json)
    .result(done, () =>
      [...done.done.map(id => `${id} ${verb}`), ...done.refused.map(one => `${one.id} refused: ${one.detail}`)].join(
        '\n',
      ),
    )
  if (done.refused.length > 0) context.setExitCode(exitCodes.notAllWell)
}

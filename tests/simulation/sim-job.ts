import { emptyDefinition, type JobAction, type JobDefinition, noMessages } from '@patchyard/domain'
import type { SimRandom } from '@patchyard/testkit/simulation'

const action = (name: string): JobAction => ({
  kind: 'script',
  name,
  timeoutS: 120,
  interpreter: 'sh',
  script: `echo ${name}\n`,
})

/** Names of all actions that jobs of a world may have; hosts decide by them what comes of each. */
export const actionNames = ['pre0', 'pre1', 'post0', 'post1'] as const

const told = { title: 'Updates', text: 'of the simulation' }

/** What the operator makes a job of: options, actions and messages by chance. */
export function someDefinition(
  random: SimRandom,
  assets: readonly string[],
  patches: readonly string[],
): JobDefinition {
  const empty = emptyDefinition('linux')
  const withActions = random.chance(0.5)
  const some = (names: readonly string[]): JobAction[] =>
    withActions ? names.slice(0, random.between(0, names.length)).map(action) : []
  return {
    ...empty,
    assets: { ...empty.assets, include: assets },
    patches: { from: 'list', patches },
    preActions: some(['pre0', 'pre1']),
    postActions: some(['post0', 'post1']),
    schedule: { type: 'onDemand' },
    options: {
      ...empty.options,
      onFailure: random.pick(['stop', 'continue']),
      reboot: random.pick(['never', 'ifNeeded', 'always']),
      earlyDownloadMinutes: random.pick([0, 0, 10]),
      keepForRollback: false,
    },
    messages: random.chance(0.4)
      ? {
          before: { ...told, deferrals: { count: random.between(0, 2), minutes: 5 } },
          during: told,
          reboot: { request: { ...told, deferrals: { count: 1, minutes: 5 } }, countdown: { ...told, minutes: 2 } },
          complete: { ...told, evenWhenFailed: true },
        }
      : noMessages,
    window: { appliesTo: 'finish', minutes: random.pick([1, 3, 10, 60]) },
  }
}

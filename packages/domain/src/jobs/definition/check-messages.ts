import { shown } from '../../schedule/schedule-problem.ts'
import type { DefinitionProblems } from './definition-problem.ts'
import { type Deferrals, type JobMessages, type Message, messageLimits, noMessages } from './job-messages.ts'
import { below, type Members, readMembers, readText, readWhole } from './read-value.ts'

/** Messages; those not said are silent. */
export function readMessages(problems: DefinitionProblems, at: string, value: unknown): JobMessages {
  const members = value === undefined ? {} : readMembers(problems, at, value, Object.keys(noMessages))
  if (members === null) return noMessages
  return {
    before: part(problems, below(at, 'before'), members['before'], ['deferrals'], (message, more, where) => ({
      ...message,
      deferrals: readDeferrals(problems, below(where, 'deferrals'), more['deferrals'], 0),
    })),
    during: part(problems, below(at, 'during'), members['during'], [], message => message),
    reboot: readReboot(problems, below(at, 'reboot'), members['reboot']),
    complete: part(
      problems,
      below(at, 'complete'),
      members['complete'],
      ['evenWhenFailed'],
      (message, more, where) => ({
        ...message,
        evenWhenFailed: readFlag(problems, below(where, 'evenWhenFailed'), more['evenWhenFailed'] ?? false),
      }),
    ),
  }
}

function part<T>(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  more: readonly string[],
  make: (message: Message, members: Members, at: string) => T,
): T | null {
  if (value === undefined || value === null) return null
  const members = readMembers(problems, at, value, ['title', 'text', ...more])
  if (members === null) return null
  const { titleLength, textLength } = messageLimits
  const title = readText(problems, below(at, 'title'), members['title'] ?? '', { most: titleLength, empty: true }) ?? ''
  const form = { most: textLength, empty: true, lines: true } as const
  const text = readText(problems, below(at, 'text'), members['text'] ?? '', form) ?? ''
  return make({ title, text }, members, at)
}

function readReboot(problems: DefinitionProblems, at: string, value: unknown): JobMessages['reboot'] {
  if (value === undefined || value === null) return null
  const members = readMembers(problems, at, value, ['request', 'countdown'])
  if (members === null) return null
  const countdown = part(
    problems,
    below(at, 'countdown'),
    members['countdown'],
    ['minutes'],
    (message, more, where) => {
      const { countdownMinutes } = messageLimits
      const minutes = readWhole(
        problems,
        below(where, 'minutes'),
        more['minutes'],
        countdownMinutes,
        'message_countdown',
      )
      return { ...message, minutes: minutes ?? countdownMinutes.min }
    },
  )
  if (countdown === null) {
    if (members['countdown'] === undefined || members['countdown'] === null)
      problems.add('message_countdown', below(at, 'countdown'), 'a reboot that is announced is counted down')
    return null
  }
  const request = part(problems, below(at, 'request'), members['request'], ['deferrals'], (message, more, where) => ({
    ...message,
    deferrals: readDeferrals(problems, below(where, 'deferrals'), more['deferrals'], countdown.minutes),
  }))
  return { request, countdown }
}

const none: Deferrals = { count: 0, minutes: messageLimits.deferralMinutes.min }

/** `after`: minutes that follow the last one. */
function readDeferrals(problems: DefinitionProblems, at: string, value: unknown, after: number): Deferrals {
  if (value === undefined || value === null) return none
  const members = readMembers(problems, at, value, ['count', 'minutes'])
  if (members === null) return none
  const { deferrals, deferralMinutes, longestMinutes } = messageLimits
  const count = readWhole(problems, below(at, 'count'), members['count'], deferrals, 'message_deferrals')
  const minutes = readWhole(problems, below(at, 'minutes'), members['minutes'], deferralMinutes, 'message_deferrals')
  if (count === null || minutes === null) return none
  if (count * minutes + after > longestMinutes)
    problems.add(
      'message_deferrals',
      at,
      `${count} times ${minutes} minutes${after === 0 ? '' : ` and ${after} of countdown`} are more than ${longestMinutes}`,
    )
  return { count, minutes }
}

function readFlag(problems: DefinitionProblems, at: string, value: unknown): boolean {
  if (typeof value !== 'boolean') problems.add('definition_malformed', at, `${shown(value)} is neither true nor false`)
  return value === true
}

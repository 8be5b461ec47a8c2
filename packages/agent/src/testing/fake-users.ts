import type { UserMessages } from '../core/ports/user-messages.ts'
import type { FakeEngineHooks } from './fake-package-manager.ts'

/** People at one simulated host. */
export interface FakeUsers {
  there: boolean
  /** They put off whatever may be put off. */
  defers: boolean
  /** `show TITLE`, `ask TITLE`, `ask! TITLE` where it could not be put off; the text behind a countdown's title. */
  readonly seen: string[]
}

export const createFakeUserState = (): FakeUsers => ({ there: false, defers: false, seen: [] })

export function createFakeUsers(state: FakeUsers, hooks: FakeEngineHooks = {}): UserMessages {
  return {
    isSomebodyThere: () => Promise.resolve(state.there),
    show: async ({ title, text }) => {
      hooks.point?.('users: show')
      const minutes = /rebooted in (\S+) minute/.exec(text)?.[1]
      state.seen.push(minutes === undefined ? `show ${title}` : `show ${title} ${minutes}`)
    },
    ask: async ({ title }, mayDefer) => {
      hooks.point?.('users: ask')
      state.seen.push(`${mayDefer ? 'ask' : 'ask!'} ${title}`)
      return state.defers && mayDefer ? 'defer' : 'goOn'
    },
  }
}

import type { Clock } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../errors/problem.ts'
import { testPrincipal } from '../../testing/test-principal.ts'
import type { Principal } from '../principal.ts'
import { watchSpeaker } from './watch-speaker.ts'

/** Runs what waits, one after the other; how long it would have waited in all. */
function handClock() {
  let waiting: (() => void) | null = null
  const clock = {
    after(_ms: number, callback: () => void) {
      waiting = callback
      return () => {
        waiting = null
      }
    },
  } as unknown as Clock
  return {
    clock,
    async turn(): Promise<boolean> {
      const next = waiting
      waiting = null
      next?.()
      for (let i = 0; i < 5; i += 1) await Promise.resolve()
      return next !== null
    },
  }
}

const reader = testPrincipal({ roles: ['patchReader'] })

describe('an answer that goes on', () => {
  it.each<[string, Principal | null | Error, boolean]>([
    ['the speaker is the same', testPrincipal({ roles: ['patchReader'] }), true],
    ['the database is away', new Problem('busy'), true],
    ['the credentials are withdrawn', new Problem('unauthenticated'), false],
    ['nobody speaks any more', null, false],
    ['a role was taken or given', testPrincipal({ roles: ['patchUser'] }), false],
    ['the scope is another', testPrincipal({ roles: ['patchReader'], scope: { kind: 'tags', tagIds: [1] } }), false],
    ['the subscription is suspended', testPrincipal({ roles: ['patchReader'], suspended: true }), false],
  ])('when %s goes on: %#', async (_, now, goesOn) => {
    const { clock, turn } = handClock()
    let lost = 0
    const look = async (): Promise<Principal | null> => {
      if (now instanceof Error) throw now
      return now
    }
    watchSpeaker({ clock, look }, reader, () => (lost += 1))
    await turn()
    expect(lost).toBe(goesOn ? 0 : 1)
    expect(await turn()).toBe(goesOn)
    expect(lost).toBe(goesOn ? 0 : 1)
  })

  it('that is over looks no more', async () => {
    const { clock, turn } = handClock()
    const stop = watchSpeaker({ clock, look: async () => null }, reader, () => expect.fail('lost'))
    stop()
    expect(await turn()).toBe(false)
  })
})

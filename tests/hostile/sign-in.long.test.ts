import type { Clock } from '@patchyard/domain'
import { systemClock } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstAdminBrowser, ORIGIN } from '../server/cookie-browser.ts'
import { addMember } from '../server/people.ts'
import { meanMs, triesInTurns } from './sign-in-tries.ts'

// Row S8.3 with the number that the catalogue asks for; sign-in.hostile.db.test.ts has the same with fewer. A password is checked in
// about 40 ms of one core: two thousand take a minute and a half.

const HOUR = 3_600_000

let server: TestServer
let ahead = 0
const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + ahead }
const forget = (): void => {
  ahead += 2 * HOUR
}

beforeAll(async () => {
  server = await testServer({ clock, argv: ['--public-url', ORIGIN] })
  await firstAdminBrowser(server)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

it('S8.3 an unknown address answers like a wrong password: 1,000 each, means less than 5 ms apart', async () => {
  const { email } = await addMember(server, 'timed@example.org', 'patchManager')
  const { known, unknown } = await triesInTurns(server, email, 1000, forget)
  const texts = new Set([...known, ...unknown].map(({ reply }) => JSON.stringify({ ...reply.body, requestId: '' })))
  expect([texts.size, new Set([...known, ...unknown].map(({ reply }) => reply.status))]).toEqual([1, new Set([401])])
  expect(Math.abs(meanMs(known) - meanMs(unknown))).toBeLessThan(5)
})

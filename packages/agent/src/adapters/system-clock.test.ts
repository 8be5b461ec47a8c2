import { expect, test, vi } from 'vitest'
import { createSystemClock } from './system-clock.ts'
import { createSystemRandom } from './system-random.ts'

test('a call far ahead, beyond what one timer holds, comes once and on time', async () => {
  vi.useFakeTimers()
  try {
    const day = 86_400_000
    const calls: number[] = []
    const clock = createSystemClock()
    clock.after(35 * day, () => calls.push(Date.now()))
    const cancel = clock.after(34 * day, () => calls.push(-1))
    const start = Date.now()
    await vi.advanceTimersByTimeAsync(30 * day)
    cancel()
    cancel()
    await vi.advanceTimersByTimeAsync(10 * day)
    expect(calls).toEqual([start + 35 * day])
  } finally {
    vi.useRealTimers()
  }
})

test('an aborted sleep rejects with the reason, before and during', async () => {
  const clock = createSystemClock()
  const controller = new AbortController()
  const sleeping = clock.sleep(60_000, controller.signal)
  controller.abort(new Error('stopping'))
  await expect(sleeping).rejects.toThrow('stopping')
  await expect(clock.sleep(1, controller.signal)).rejects.toThrow('stopping')
})

test.each([0, 1, 16, 32, 33, 100])('%i random bytes are that many and never the same', length => {
  const random = createSystemRandom()
  const drawn = random.bytes(length)
  expect(drawn).toHaveLength(length)
  if (length >= 16) expect(drawn).not.toEqual(random.bytes(length))
})

test('a UUID is version 4, variant 10, lower case', () => {
  expect(createSystemRandom().uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

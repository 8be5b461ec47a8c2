import { ApiError, type Client } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { createStepUp, withStepUp } from './step-up.ts'

const refusal = (code: string): ApiError => new ApiError({ type: '', title: code, status: 403, code })

/** Answers what it is told, one after the other, and counts. */
function clientThat(...answers: readonly (Error | string)[]) {
  const calls: string[] = []
  const client = {
    async call(name: string) {
      const answer = answers[calls.length]
      calls.push(name)
      if (answer instanceof Error) throw answer
      return answer
    },
  } as unknown as Client
  return { client, calls }
}

describe('a call that needs a fresh proof', () => {
  it('is repeated once when the person has given it', async () => {
    const { client, calls } = clientThat(refusal('step_up_needed'), 'made')
    const stepUp = createStepUp()
    const answer = withStepUp(client, stepUp).call('createApiKey')
    await expect.poll(stepUp.isAsking).toBe(true)
    stepUp.settle(true)
    expect(await answer).toBe('made')
    expect(calls).toEqual(['createApiKey', 'createApiKey'])
    expect(stepUp.isAsking()).toBe(false)
  })

  it('is not repeated a second time', async () => {
    const { client, calls } = clientThat(refusal('step_up_needed'), refusal('step_up_needed'))
    await expect(withStepUp(client, { ask: async () => true }).call('removeTotp')).rejects.toThrow('step_up_needed')
    expect(calls.length).toBe(2)
  })

  it('stays refused when the person gives none', async () => {
    const { client, calls } = clientThat(refusal('step_up_needed'))
    await expect(withStepUp(client, { ask: async () => false }).call('removeTotp')).rejects.toThrow('step_up_needed')
    expect(calls.length).toBe(1)
  })

  it('waits for the same answer as others that came meanwhile', async () => {
    const stepUp = createStepUp()
    let told = 0
    stepUp.subscribe(() => {
      told += 1
    })
    const both = [stepUp.ask(), stepUp.ask()]
    stepUp.settle(true)
    expect(await Promise.all(both)).toEqual([true, true])
    expect(told).toBe(2)
  })
})

it.each(['forbidden', 'proof_refused', 'second_factor_needed'])("the refusal %s is nobody's question", async code => {
  const { client } = clientThat(refusal(code))
  const asked: string[] = []
  const ask = async () => asked.push('asked') > 0
  await expect(withStepUp(client, { ask }).call('me')).rejects.toThrow(code)
  expect(asked).toEqual([])
})

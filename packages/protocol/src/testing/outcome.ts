import { expect } from 'vitest'
import { ProtocolError } from '../protocol-error.ts'

/** The value, or the ProtocolError. Anything else that is thrown fails the test. */
export function outcome<T>(step: () => T): { readonly ok: T } | { readonly refused: ProtocolError } {
  try {
    return { ok: step() }
  } catch (e) {
    expect(e).toBeInstanceOf(ProtocolError)
    return { refused: e as ProtocolError }
  }
}

export function refusal(step: () => unknown): { code: string; field: string | undefined } {
  const result = outcome(step)
  if ('ok' in result) throw new Error('was not refused')
  return { code: result.refused.code, field: result.refused.field }
}

import { type Envelope, ProtocolError, type ProblemName } from '@patchyard/protocol'

/** What goes back to an agent, before a transport writes it. */
export interface DoorReply {
  readonly status: number
  /** JSON object, raw document bytes, or nothing. */
  readonly body: object | Uint8Array | null
  readonly retryAfterS?: number
}

export const ok = (body: object): DoorReply => ({ status: 200, body })

/** problem+json of the protocol (§10); an answer rides along where the agent must be told something it can trust. */
export function refusal(error: ProtocolError, answer?: Envelope): DoorReply {
  const problem = error.toProblem()
  return {
    status: error.status,
    body: answer === undefined ? problem : { ...problem, answer },
    ...(error.code === 'rate' || error.code === 'busy' ? { retryAfterS: 30 } : {}),
  }
}

export const refuse = (code: ProblemName, message: string, answer?: Envelope): DoorReply =>
  refusal(new ProtocolError(code, message), answer)

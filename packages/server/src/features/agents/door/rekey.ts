import type { Clock } from '@patchyard/domain'
import { importPublicKey, openRekey, ProtocolError, type RekeyRequest } from '@patchyard/protocol'
import type { Director } from '../trust/director.ts'
import { answerOf } from './answers.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { Storage } from '../../../storage/storage.ts'
import { handleLinked, type LinkedInput } from './linked-request.ts'

/**
 * A new key for the same agent (protocol §6.6): link, old key and new key in one transaction. Until the agent has the
 * signed answer it repeats the request with the old key, which is served nothing but this very change.
 */
export async function handleRekey(
  ports: { storage: Storage; director: Director; clock: Clock },
  input: LinkedInput,
  request: RekeyRequest,
): Promise<DoorReply> {
  const { payload, newKey: next } = openRekey(request.envelope, importPublicKey(input.key.publicKey))
  const raw = Buffer.from(next.pub, 'hex')
  if (payload.deployment !== ports.director.deployment) {
    throw new ProtocolError('malformed', 'rekey of another agent', 'envelope')
  }
  if (payload.nonce !== request.nonce) throw new ProtocolError('malformed', 'rekey of another request', 'envelope')
  const repeated = input.key.state === 'replaced'
  if (repeated && input.key.replacedBy !== next.keyid) throw new ProtocolError('signature', 'replaced by another key')
  // A repeat speaks with the old key about a line that has the new one.
  const speaking = repeated ? { ...input, key: { ...input.key, keyid: next.keyid } } : input
  return handleLinked(ports, speaking, async (stores, line, _classified, settings) => {
    if (payload.agent !== line.agentId) throw new ProtocolError('malformed', 'rekey of another agent', 'envelope')
    if (!repeated) {
      const replacement = { keyid: next.keyid, publicKey: raw, assetId: line.assetId }
      if (!(await stores.enrol.replaceAgentKey(input.key.keyid, replacement))) {
        throw new ProtocolError('key_known', 'the new key is enrolled already')
      }
    }
    const moved = { ...line, keyid: next.keyid }
    return {
      line: moved,
      reply: () =>
        ok({
          root: ports.director.newestRoot().version,
          answer: answerOf(ports, moved, request.nonce, settings, { rekeyed: next.keyid }),
        }),
    }
  })
}

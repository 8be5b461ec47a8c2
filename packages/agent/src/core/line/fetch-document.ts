import type { Manifest } from '@patchyard/protocol'
import { hostTime, type Session } from '../session.ts'
import { signedRequest } from './requests.ts'
import { acceptDocument } from './take-work.ts'

/**
 * Agent-protocol §6.6: documents that did not fit beside the answer. Not linked: a document is its digest, so it does not matter when
 * it comes. Resolves to null when it was taken or refused for good, else to why it has to be asked for again.
 * @throws NetworkError
 */
export async function fetchDocument(session: Session, entry: Manifest['tasks'][number]): Promise<string | null> {
  const body = Buffer.from(JSON.stringify({ sha256: entry.sha256 }))
  const request = signedRequest(session, '/agent/v1/document', body)
  // One byte more than announced is enough to see that it is another one.
  const reply = await session.ports.network.exchange({ ...request, maxReplyBytes: Math.max(65_536, entry.size + 1) })
  if (reply.status !== 200) return `status ${reply.status}`
  return session.ports.journal.write(tx => {
    const stillListed =
      tx.get('work')?.tasks.some(one => one.task === entry.task && one.sha256 === entry.sha256) === true
    if (!stillListed || tx.row('task', [entry.task]) !== null) return null
    acceptDocument(tx, session, hostTime(session.ports), entry, reply.body)
    return tx.row('task', [entry.task]) === null ? 'the bytes do not have the digest' : null
  })
}

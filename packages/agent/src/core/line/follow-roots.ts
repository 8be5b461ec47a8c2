import { followRoots, type HelloReply, limits, messages, type Root, unknownRequires } from '@patchyard/protocol'
import { noteProblem } from '../journal/problems.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import type { NetworkReply } from '../ports/network.ts'
import { hostTime, type Session } from '../session.ts'
import { dropTask } from '../tasks/task-rows.ts'
import { unsignedRequest } from './requests.ts'

/** The reply parsed; null when it is none. */
export function readHello(reply: NetworkReply): HelloReply | null {
  if (reply.status !== 200) return null
  try {
    return messages.helloReply.parse(reply.body)
  } catch {
    // Unsigned and hostile until a signature says otherwise: whatever it was, it brings nothing.
    return null
  }
}

export async function sayHello(session: Pick<Session, 'ports' | 'build'>, from: number): Promise<HelloReply | null> {
  return readHello(await session.ports.network.exchange(unsignedRequest(session, '/agent/v1/hello', { from })))
}

/**
 * Asks for newer roots and takes those that verify, at most 64 in one cycle (agent-protocol §8). Returns the newest root.
 * @throws NetworkError
 */
export async function updateRoots(session: Session, current: Root): Promise<Root> {
  let newest = current
  for (let taken = 0; taken < limits.rootsPerCycle; ) {
    const hello = await sayHello(session, newest.version)
    if (hello === null || hello.deployment !== current.deployment || hello.rootVersion <= newest.version) break
    const steps = followRoots(newest, hello.roots)
    session.ports.journal.write(tx => {
      for (const root of steps.accepted)
        tx.put('root', { version: root.version, envelope: JSON.stringify(root.envelope) })
      if (steps.error !== null) noteProblem(tx, steps.error.code, steps.error.message, session.ports.clock.nowMs())
      if (steps.accepted.length > 0) applyRoot(tx, session, steps.root)
    })
    newest = steps.root
    taken += steps.accepted.length
    if (steps.accepted.length === 0 || steps.error !== null) break
  }
  return newest
}

/**
 * §8 "Director stolen": what a dropped key signed and has not begun goes, and the manifest counts as not held, so that the server
 * offers everything again under the new key.
 */
export function applyRoot(tx: JournalTransaction, session: Session, root: Root): void {
  const host = hostTime(session.ports)
  const current = new Set(root.director.keys.map(key => key.keyid))
  for (const row of tx.rows('task', { where: { ended: 0 } })) {
    if (row.stage === 'accepted' && !current.has(row.signedBy)) tx.put('task', dropTask(tx, host, row, 'director'))
  }
  const work = tx.get('work')
  if (work !== null && !current.has(work.signedBy)) tx.set('work', { ...work, version: 0, tasks: [] })
  const unknown = unknownRequires(root, session.build.understands)
  if (unknown.length > 0) noteProblem(tx, 'require_unknown', unknown.join(','), host.wallMs)
}

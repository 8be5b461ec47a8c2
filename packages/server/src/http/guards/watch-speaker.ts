import type { Clock } from '@patchyard/domain'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../principal.ts'

/** Everything of a disabled person ends within 5 seconds (threat T19); this leaves time for a slow look. */
const LOOK_MS = 3000

/**
 * For answers that go on: streams and exports. Looks again and again who the speaker is by now, and calls `onLost` once when the
 * credentials are withdrawn, or the speaker may see or do anything else than at the beginning: whoever comes back is asked anew. A
 * database that is away says nothing about the speaker. Returns how to stop looking.
 */
export function watchSpeaker(
  ports: { readonly clock: Clock; readonly look: () => Promise<Principal | null> },
  atFirst: Principal,
  onLost: () => void,
): () => void {
  let isOver = false
  let cancel = (): void => {}
  const again = (): void => {
    if (!isOver) cancel = ports.clock.after(LOOK_MS, () => void lookOnce())
  }
  async function lookOnce(): Promise<void> {
    const lost = await ports.look().then(
      now => now === null || standingOf(now) !== standing,
      (error: unknown) => error instanceof Problem && error.code === 'unauthenticated',
    )
    if (isOver) return
    if (!lost) return again()
    isOver = true
    onLost()
  }
  const standing = standingOf(atFirst)
  again()
  return () => {
    isOver = true
    cancel()
  }
}

const standingOf = ({ permissions, isOperator, scope, suspended, needsSecondFactor }: Principal): string =>
  JSON.stringify([[...permissions].sort(), isOperator, scope, suspended, needsSecondFactor])

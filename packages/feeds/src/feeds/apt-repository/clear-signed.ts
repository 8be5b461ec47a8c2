import { FeedError } from '../../feed/feed-error.ts'

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const END = '-----END PGP SIGNATURE-----'

/**
 * Lines of what is signed, by RFC 9580 §7: armour headers up to the first empty line, dash-escapes undone. Only what lies under the one
 * signature is given out; text before, after or between is refused, for it is what an attacker adds to a good file. Whether the signature
 * is right is not asked here: the server does that over the same bytes. Throws FeedError `feed_untrusted` where nothing is signed,
 * `feed_malformed` where it is cut off or has more than one message.
 */
export function signedLines(lines: readonly string[]): string[] {
  if (lines[0] !== BEGIN) throw new FeedError('feed_untrusted', 'it is not a clear-signed message')
  const blank = lines.indexOf('')
  const signature = lines.indexOf(SIGNATURE)
  if (blank < 0 || signature < blank) throw new FeedError('feed_malformed', 'its signature is missing or cut off')
  if (!lines.slice(1, blank).every(line => /^Hash: [A-Za-z0-9, -]{1,100}$/.test(line)))
    throw new FeedError('feed_malformed', 'it has armour headers other than Hash')
  checkAfter(lines.slice(signature + 1))
  return lines.slice(blank + 1, signature).map(line => {
    if (!line.startsWith('-')) return line
    if (!line.startsWith('- '))
      throw new FeedError('feed_malformed', 'a signed line begins with a dash that is not escaped')
    return line.slice(2)
  })
}

/** Several signers give several blocks, one after another; nothing else may follow. */
function checkAfter(lines: readonly string[]): void {
  let isOpen = true
  for (const line of lines) {
    if (line === END && isOpen) isOpen = false
    else if (line === SIGNATURE && !isOpen) isOpen = true
    else if (!(isOpen ? isArmour(line) : line === '')) {
      throw new FeedError('feed_malformed', 'there is text beside what is signed')
    }
  }
  if (isOpen) throw new FeedError('feed_malformed', 'its signature is cut off')
}

const isArmour = (line: string): boolean =>
  /^(?:[A-Za-z0-9+/]+={0,2}|=[A-Za-z0-9+/]{4}|(?:Version|Comment): .{0,200})?$/.test(line)

import { type TextKey, t } from '../../i18n/text.ts'

const words = (what: TextKey, todo: TextKey) => [what, todo] as const

// A map, not an object: a newer server has codes that this page does not know, and an object has members of its own.
const troubles: ReadonlyMap<string, readonly [TextKey, TextKey]> = new Map([
  ['feed_malformed', words('feedTrouble.malformed', 'feedTrouble.malformedMore')],
  ['feed_too_large', words('feedTrouble.tooLarge', 'feedTrouble.tooLargeMore')],
  ['feed_too_slow', words('feedTrouble.tooSlow', 'feedTrouble.tooSlowMore')],
  ['feed_untrusted', words('feedTrouble.untrusted', 'feedTrouble.untrustedMore')],
  ['feed_unknown', words('feedTrouble.unknown', 'feedTrouble.unknownMore')],
  ['feed_disk_full', words('feedTrouble.diskFull', 'feedTrouble.diskFullMore')],
  ['feed_older', words('feedTrouble.older', 'feedTrouble.olderMore')],
  ['feed_hash', words('feedTrouble.hash', 'feedTrouble.hashMore')],
  ['feed_gone', words('feedTrouble.gone', 'feedTrouble.goneMore')],
  ['feed_held', words('feedTrouble.held', 'feedTrouble.heldMore')],
  ['egress_url', words('feedTrouble.url', 'feedTrouble.urlMore')],
  ['egress_address', words('feedTrouble.address', 'feedTrouble.addressMore')],
  ['egress_unresolved', words('feedTrouble.unresolved', 'feedTrouble.unresolvedMore')],
  ['egress_redirect', words('feedTrouble.redirect', 'feedTrouble.redirectMore')],
  ['egress_header', words('feedTrouble.header', 'feedTrouble.headerMore')],
  ['egress_status', words('feedTrouble.status', 'feedTrouble.statusMore')],
  ['egress_encoding', words('feedTrouble.encoding', 'feedTrouble.encodingMore')],
  ['egress_cut_off', words('feedTrouble.cutOff', 'feedTrouble.cutOffMore')],
  ['egress_too_large', words('feedTrouble.tooLarge', 'feedTrouble.tooLargeMore')],
  ['egress_too_slow', words('feedTrouble.tooSlow', 'feedTrouble.tooSlowMore')],
  ['egress_proxy', words('feedTrouble.proxy', 'feedTrouble.proxyMore')],
  ['egress_unreachable', words('feedTrouble.unreachable', 'feedTrouble.unreachableMore')],
  ['internal', words('feedTrouble.internal', 'feedTrouble.internalMore')],
])

/** What went wrong in a few words, and what to do about it. */
export function troubleText(code: string): { readonly what: string; readonly todo: string } {
  const [what, todo] = troubles.get(code) ?? (['feedTrouble.other', 'feedTrouble.otherMore'] as const)
  return { what: t(what, { code }), todo: t(todo) }
}

import { defineErrors } from '../../errors/define-errors.ts'
import type { EgressCode } from '../../egress/egress.ts'
import type { SyncErrorCode } from './snapshot-store.ts'

export const feedsErrors = defineErrors({
  feed_default: {
    status: 409,
    title: 'The server made this source itself',
    todo: 'It can be switched off, and comes back at each start if it is removed.',
  },
  feeds_off: {
    status: 409,
    title: 'This server fetches nothing',
    todo: 'It was started with --no-feeds. Bring a bundle (`patchyard catalog import`), or start it without.',
  },
  feed_refused: {
    status: 400,
    title: 'A source like this cannot be made',
    todo: 'GET /feed-kinds says which feeds there are, with their documents and options; `detail` says what is wrong.',
  },
  bundle_malformed: {
    status: 400,
    title: 'The file is not a bundle of this format',
    todo: 'Make it anew with `patchyard catalog export`; a file that was cut off on its way is refused, too.',
  },
  bundle_key_unknown: {
    status: 403,
    title: 'Nobody here trusts the key that signed the bundle',
    todo: 'Compare `fingerprint` with what `patchyard catalog key` prints on the server that made it, then `patchyard catalog trust KEY` and repeat.',
  },
  bundle_signature: {
    status: 403,
    title: 'The signature of the bundle does not fit',
    todo: 'It was changed after it was made. Fetch it again; if it stays, look for who changed it.',
  },
  bundle_expired: {
    status: 409,
    title: 'The bundle is too old',
    todo: 'Its time is over: what it says about holes may be dangerously out of date. Make a new one.',
  },
  bundle_future: {
    status: 409,
    title: 'The bundle was made later than now',
    todo: 'One of the two clocks is wrong. Taking it would refuse every good bundle until then.',
  },
  bundle_older: {
    status: 409,
    title: 'The bundle is older than what is here',
    todo: 'A newer bundle of the same key was taken, or all of its documents are newer here. Going back would hide holes.',
  },
  bundle_hash: {
    status: 409,
    title: 'A document is not what the manifest says',
    todo: 'Its bytes have another SHA-256 or size. They were thrown away; send it again, or make the bundle anew.',
  },
  feeds_disk_full: {
    status: 507,
    title: 'There is no room for documents of feeds',
    todo: 'Nothing was lost. Free space on the disk of the data folder, or give feeds more of it with --feed-space.',
  },
})

/** In `error.code` of a feed and its documents. */
export type FeedTroubleCode = SyncErrorCode | EgressCode | 'feed_held' | 'internal'

export const feedTroubleTexts: Readonly<Record<FeedTroubleCode, string>> = {
  feed_malformed: 'The document is not of the shape that this feed has. It is tried again; the old data stays.',
  feed_too_large: 'The document has more bytes, members or nesting than it may.',
  feed_too_slow: 'Reading the document took more time or memory than it may.',
  feed_untrusted: 'Its own hash, signature or date says that the document is not to be trusted.',
  feed_unknown: 'This version does not know the document or one of its options.',
  feed_disk_full: 'The disk, or the room that feeds may take (--feed-space), is full. Nothing that was there is lost.',
  feed_older:
    'The document is older than what is here: a mirror that stands still, or somebody who wants to hide holes.',
  feed_hash: 'These are not the bytes that the document naming it promised. It is fetched again.',
  feed_gone: 'This version of Patchyard no longer has the feed.',
  feed_held:
    'The document has shrunk by more than a fifth. The old data stays until somebody accepts the new (`patchyard feed accept`) or it grows again.',
  egress_url:
    'The address may not be fetched: only https, without user or password; http only where the operator wrote it.',
  egress_address:
    'The name stands for an address outside of the public internet. --egress-allow opens a network; what a proxy would be asked for, --egress-direct lets go without it.',
  egress_unresolved: 'The name of the server has no address.',
  egress_redirect: 'The server points elsewhere too often, or to where nobody may go.',
  egress_header: 'A header of the request cannot be sent.',
  egress_status: 'The server answered with something else than the document.',
  egress_encoding: 'The server packed its answer in a way that nobody asked for.',
  egress_cut_off: 'The server hung up before the end of the document.',
  egress_too_large: 'The document is larger than this feed’s documents may be.',
  egress_too_slow: 'The server sent nothing for a minute, or not all of it within half an hour.',
  egress_proxy: 'The proxy refused or failed; the message repeats what it said (`--egress-proxy`).',
  egress_unreachable: 'The server did not answer.',
  internal: 'The server made a mistake; its log says more.',
}

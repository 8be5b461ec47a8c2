import { FeedError } from '../../feed/feed-error.ts'
import { lineOf } from '../../fields/plain-text.ts'

/** What the Release file says of all packages of one list. */
export interface PackageContext {
  readonly distro: string
  readonly release: string
  readonly origin: string
  readonly isSecurity: boolean
}

/** From the options that the Release file's `Follow` carries. Throws FeedError `feed_unknown` where they are missing. */
export function packageContext(options: Readonly<Record<string, string>>): PackageContext {
  const { distro = '', release = '', origin = '', security = '' } = options
  if (distro === '' || release === '' || !/^(?:yes|no)$/.test(security))
    throw new FeedError('feed_unknown', 'a Packages file is read with distro, release and security of its Release file')
  return { distro, release, origin: lineOf(origin, 200), isSecurity: security === 'yes' }
}

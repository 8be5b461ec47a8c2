import type { Feed } from '@patchyard/feeds'
import { usualInterval } from './default-sources.ts'
import { rootsOf } from './sync/wanted-documents.ts'

export const FEEDS_BEGIN = '<!-- made by write-feeds-page.ts: begin -->'
export const FEEDS_END = '<!-- made by write-feeds-page.ts: end -->'

/** The part of `docs/feeds.md` that is made from the feeds themselves; a test keeps it equal. */
export function feedsPart(feeds: readonly Feed[]): string {
  const sorted = [...feeds].sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const rows = sorted.map(feed => [
    `\`${feed.name}\``,
    feed.title,
    feed.publisher,
    rootsOf(feed, {}).length > 0 ? everyText(usualInterval(feed.name)) : 'when added',
    feed.terms.licence === '' ? 'not stated' : feed.terms.licence,
    feed.terms.mayRedistribute ? 'yes' : 'own use only',
  ])
  const said = sorted.filter(feed => feed.terms.attribution !== '')
  const hosts = new Set(sorted.flatMap(feed => rootsOf(feed, {}).map(root => new URL(root.url).host)))
  const options = sorted.filter(feed => Object.keys(feed.options).length > 0)
  return [
    FEEDS_BEGIN,
    '',
    ...table(['feed', 'title', 'publisher', 'fetched', 'licence', 'in bundles'], rows),
    'Attribution:',
    '',
    ...said.map(feed => `- ${feed.title}: ${feed.terms.attribution}`),
    '',
    'Hosts that feeds begin at; redirects of theirs and documents that they name may lead to others:',
    '',
    ...[...hosts].sort().map(host => `- ${host}`),
    '',
    'Options of a source (`--option name=value`):',
    '',
    ...options.flatMap(feed =>
      Object.entries(feed.options).map(([name, meaning]) => `- \`${feed.name}\` \`${name}\`: ${meaning}`),
    ),
    '',
    FEEDS_END,
  ].join('\n')
}

const everyText = (seconds: number): string => (seconds === 3600 ? 'every hour' : `every ${seconds / 3600} hours`)

const cell = (text: string): string => text.replaceAll('|', '\\|')
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  line(head),
  line(head.map(() => '---')),
  ...rows.map(line),
  '',
]

import { publisherGroups } from './known/publishers.ts'
import { plainText } from './read-name.ts'

const forms =
  'ab|ag|aps|as|asa|bv|b v|co|company|corp|corporate|corporation|corporations|gmbh|inc|incorporated|international|kg|kk|k k|limited|llc|llp|ltd|ltda|nv|oy|plc|pte|pty|s a|s l|s r l|s r o|sa|sarl|sas|sl|software foundation inc|sp z o o|spa|spol|srl|sro|tm'
const form = new RegExp(` (?:${forms})$`)
const names = new Map(publisherGroups.flatMap(group => group.map(name => [name, group[0] ?? name] as const)))

/** A publisher's name without company forms, articles, addresses and punctuation; known other names of one publisher become one. '' of ''. */
export function readPublisher(publisher: string): string {
  let text = ` ${plainText(publisher.slice(0, 300))
    .replace(/https?:\/\/\S*/g, ' ')
    .replace(/[^\p{L}\p{N}+&/]+/gu, ' ')
    .trim()}`
  for (;;) {
    const shorter = text.replace(form, '').replace(/ &$| and$/, '')
    if (shorter === text || shorter.trim() === '') break
    text = shorter
  }
  const plain = text.trim().replace(/^the /, '')
  return names.get(plain) ?? plain
}

export type PublisherVerdict = 'same' | 'unknown' | 'different'

/** One name that begins with all words of the other is the same publisher: "TeamViewer", "TeamViewer Germany GmbH". */
export function comparePublishers(a: string, b: string): PublisherVerdict {
  if (a === '' || b === '') return 'unknown'
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `) ? 'same' : 'different'
}

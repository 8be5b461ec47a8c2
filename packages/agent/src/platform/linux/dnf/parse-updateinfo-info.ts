import { notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'
import { known } from './parse-updateinfo-list.ts'

export interface Advisory {
  readonly id: string
  readonly title: string
  readonly type: string
  readonly severity: string | null
  readonly cves: readonly string[]
  /** `Updated`, or `Issued` where that is missing (dnf 5), read as UTC. */
  readonly updatedMs: number | null
  /** Whether the advisory asks for a reboot: a row "Reboot" or "Reboot suggested" of some versions; false when not said. */
  readonly rebootSuggested: boolean
}

const KIND = 'updateinfo info'
const RULE = /^={20,}$/
const FIELD = /^\s*([A-Z][A-Za-z ]*?)\s*: ?(.*)$/
const CONTINUED = /^\s*: ?(.*)$/
const FIELDS = new Set([
  'Update ID',
  'Name',
  'Title',
  'Type',
  'Severity',
  'Status',
  'Vendor',
  'Issued',
  'Updated',
  'CVEs',
  'Bugs',
  'Description',
  'Message',
  'Rights',
  'Reboot',
  'Reboot suggested',
  'Release',
  'Solution',
  'Summary',
  'Files',
  'Installed',
  'References',
  'Reference',
  'Title',
  'Id',
  'Url',
  'Collections',
  'Packages',
])

/**
 * Reads `updateinfo info` of dnf 4 (blocks under a ruled title) and `advisory info` of dnf 5 (blocks beginning with "Name"). Only what the
 * agent needs is kept; descriptions are passed over. Nothing at all is an empty listing. @throws ParseError
 */
export function parseUpdateinfoInfo(text: string): Advisory[] {
  const found: Advisory[] = []
  const lines = textLines(KIND, text)
  let block: Block | null = null
  let anything = false
  let title: string[] | null = null
  const close = () => {
    const advisory = block === null ? null : toAdvisory(block)
    if (advisory !== null) addRecord(KIND, found, advisory)
    block = null
  }
  for (const line of lines) {
    if (line.trim() === '') continue
    anything = true
    if (RULE.test(line)) {
      // The first rule opens a title, the second ends it.
      if (title === null) {
        close()
        title = []
      } else {
        block = { title: title.join(' '), fields: new Map(), current: null }
        title = null
      }
      continue
    }
    if (title !== null) {
      title.push(line.trim())
      continue
    }
    const field = FIELD.exec(line)
    const name = field?.[1] ?? ''
    if (field !== null && FIELDS.has(name)) {
      if (name === 'Name') {
        close()
        block = { title: '', fields: new Map(), current: null }
      }
      if (block === null) continue
      const values = block.fields.get(name) ?? []
      values.push((field[2] ?? '').trim())
      block.fields.set(name, values)
      block.current = values
      continue
    }
    const more = CONTINUED.exec(line)
    if (more !== null && block?.current) block.current.push((more[1] ?? '').trim())
  }
  close()
  if (anything && found.length === 0 && !/^(?:Last metadata expiration check:|Loaded plugins:)/m.test(text)) {
    throw notOfKind(KIND, 'no "Update ID" and no "Name"')
  }
  return found
}

interface Block {
  title: string
  readonly fields: Map<string, string[]>
  current: string[] | null
}

function toAdvisory(block: Block): Advisory | null {
  const first = (name: string): string => block.fields.get(name)?.[0] ?? ''
  const id = first('Update ID') || first('Name')
  if (id === '' || /\s/.test(id)) return null
  const cves = [...(block.fields.get('CVEs') ?? []), ...referenced(block)]
  return {
    id,
    title: block.title || first('Title') || id,
    type: first('Type').toLowerCase() || 'unknown',
    severity: known(first('Severity')),
    cves: [...new Set(cves.flatMap(value => value.match(/\bCVE-\d{4}-\d{4,}\b/g) ?? []))],
    updatedMs: readInstant(first('Updated') || first('Issued')),
    rebootSuggested: /^(?:yes|true)$/i.test(first('Reboot suggested') || first('Reboot')),
  }
}

/** dnf 5 has no CVEs field: they are named in the ids and titles of its references. The first title is the advisory's own. */
function referenced(block: Block): string[] {
  const values = (name: string): readonly string[] => block.fields.get(name) ?? []
  return [...values('Id'), ...values('Reference'), ...values('References'), ...values('Title').slice(1)]
}

function readInstant(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

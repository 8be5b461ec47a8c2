import { canonicalJson, type AuditEntry } from '@patchyard/domain'
import { foldText, wordLine } from '@patchyard/query'
import { isIpAddress } from '../config/ip-address.ts'

export interface AuditColumns {
  readonly actor_kind: string
  readonly actor_name: string
  readonly actor_name_words: string
  readonly actor_person: string | null
  readonly actor_address: string | null
  readonly action_words: string
  readonly object_kind: string
  readonly object_id: string | null
  readonly object_words: string
  readonly detail_folded: string
  readonly detail_words: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const idOf = (text: string): string | null => (uuid.test(text) ? text : null)

/**
 * What the query language searches a row of the audit by. Everything is made of the row alone, so that whoever verifies a chain can
 * tell whether a row is found by what it says. Never throws: a row that is told oddly is still written.
 */
export function auditColumns(row: Pick<AuditEntry, 'actor' | 'action' | 'object' | 'detail'>): AuditColumns {
  const [kind, name] = partsOf(row.actor)
  const [objectKind, objectName] = partsOf(row.object)
  const detail = detailText(row.detail)
  return {
    // '' is what a row has that is not filled yet.
    actor_kind: kind === '' ? 'unknown' : kind,
    actor_name: name,
    actor_name_words: wordLine(name),
    actor_person: idOf(name),
    actor_address: kind === 'anonymous' ? addressOf(name) : null,
    action_words: wordLine(row.action),
    object_kind: objectKind === '' ? simple(objectName) : simple(objectKind),
    object_id: idOf(objectName),
    object_words: wordLine(row.object),
    detail_folded: foldText(detail),
    detail_words: wordLine(detail),
  }
}

/** '' where nothing more was said. */
const detailText = (detail: AuditEntry['detail']): string => {
  const text = canonicalJson(detail)
  return text === '{}' ? '' : text
}

/** `tag:<id>` → tag, id; without a colon there is no kind. */
function partsOf(text: string): readonly [kind: string, name: string] {
  const colon = text.indexOf(':')
  return colon < 0 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)]
}

/** A kind is one word of ours. */
const simple = (text: string): string => (/^[A-Za-z]+$/.test(text) ? text : '')

/** As inet takes it: a peer's zone is no part of its address. */
function addressOf(text: string): string | null {
  const plain = text.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '')
  return isIpAddress(plain) ? plain : null
}

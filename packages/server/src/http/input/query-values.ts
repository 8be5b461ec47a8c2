import type { TSchema } from 'typebox'

/** Schemas of the members of a query or of path parameters; they are always one flat object. */
function membersOf(
  schema: TSchema,
): Readonly<Record<string, { type?: string; items?: { type?: string }; default?: unknown }>> {
  return ((schema as { properties?: object }).properties ?? {}) as ReturnType<typeof membersOf>
}

const integer = /^(?:0|-?[1-9][0-9]{0,15})$/

/**
 * Texts of a query string as the values that its schema speaks of. Only one spelling is a number (`7`, not `7.0`, `+7` or
 * ` 7`) and only `true` and `false` are booleans; anything else stays text, and the check of the schema then names it.
 * A member given once where a list is expected is a list of one.
 */
export function readTexts(schema: TSchema, texts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const members = membersOf(schema)
  const out: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(members)) if (member.default !== undefined) out[name] = member.default
  for (const [name, text] of Object.entries(texts)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    if (member?.type === 'array') {
      out[name] = (Array.isArray(text) ? text : [text]).map(part => readText(member.items?.type, part))
    } else {
      // Defined, not assigned: a query may name a member `__proto__`, and is refused for it as unknown.
      Object.defineProperty(out, name, {
        value: readText(member?.type, text),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
  }
  return out
}

function readText(type: string | undefined, text: unknown): unknown {
  if (typeof text !== 'string') return text
  if (type === 'integer' && integer.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** Texts that no column can hold or that change their meaning in it; the strict JSON parser refuses them in bodies. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

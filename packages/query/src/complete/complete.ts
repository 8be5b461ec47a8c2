import type { Entity } from '../entities.ts'
import { endsWord, isOperatorSign } from '../grammar/characters.ts'
import { withinLimits } from '../syntax/limits.ts'
import { childrenOf, tokensOf } from '../tokens/find-token.ts'
import { isOrdered } from '../check/ordered-values.ts'
import type { Token } from '../tokens/token.ts'
import type { Completion, CompletionOption } from './completion.ts'
import { findNamed, type Place, placeAt } from './place.ts'
import { storedPrefix, valueOptions } from './value-options.ts'

const ignored = (): void => undefined

/** More do not fit on a screen. */
const MOST_OPTIONS = 50

/** What fits at `position` (in UTF-16 units) of a text, which need not be a query yet. Never throws. */
export function complete(text: string, position: number, { entity }: { readonly entity: Entity }): Completion {
  const at = Math.max(0, Math.min(text.length, Math.trunc(position)))
  if (!withinLimits(text, ignored)) return { from: at, to: at, options: [], values: null }
  const place = placeAt(text, at, entity)
  const to = place.kind === 'none' ? at : wordEnd(text, at)
  const options = optionsAt(place, entity).slice(0, MOST_OPTIONS)
  const hasOperator = place.kind === 'token' && to < text.length && isOperatorSign(text.charCodeAt(to))
  return {
    from: place.from,
    to,
    options: hasOperator ? options.map(withoutColon) : options,
    values: place.kind === 'value' ? storedPrefix(place) : null,
  }
}

const withoutColon = (option: CompletionOption): CompletionOption => ({
  ...option,
  insert: option.insert.replace(/:\(?$/, ''),
})

/** The rest of the word under the cursor is replaced with it; a quote that follows directly belongs to it. */
function wordEnd(text: string, at: number): number {
  let end = at
  while (
    end < text.length &&
    !endsWord(text.charCodeAt(end)) &&
    !isOperatorSign(text.charCodeAt(end)) &&
    text[end] !== ','
  )
    end++
  return end
}

const keyword = (label: string, detail: string): CompletionOption => ({
  label,
  kind: 'keyword',
  detail,
  insert: `${label} `,
})
const operator = (label: string, detail: string, insert = label): CompletionOption => ({
  label,
  kind: 'operator',
  detail,
  insert,
})

const joints = [keyword('and', 'both must hold'), keyword('or', 'one of them must hold')]
const negation = keyword('not', 'what follows must not hold')

function optionsAt(place: Place, entity: Entity): readonly CompletionOption[] {
  switch (place.kind) {
    case 'none':
      return []
    case 'token': {
      const tokens = place.group === null ? tokensOf(entity) : childrenOf(place.group)
      const matching = ranked(tokens, place.prefix).map(token => tokenOption(token, place.group))
      const whole = place.prefix === '' ? undefined : findNamed(place.prefix, place.group, entity)
      const operators =
        whole === undefined
          ? []
          : operatorOptions({ kind: 'operator', from: 0, name: place.prefix, token: whole, prefix: '' })
      return [...operators, ...matching, ...('not'.startsWith(place.prefix.toLowerCase()) ? [negation] : [])]
    }
    case 'joint': {
      const prefix = place.prefix.toLowerCase()
      const words = [...joints, negation].filter(({ label }) =>
        prefix === '' ? label !== 'not' : label.startsWith(prefix),
      )
      const closing = place.closing === '' || prefix !== '' ? [] : [operator(')', 'ends the bracket')]
      return [...words, ...closing]
    }
    case 'listJoint':
      return [
        ...(place.closing === ')' ? [] : [operator(',', 'one more value', ', ')]),
        ...(place.ordered ? [operator('..', 'up to', '.. ')] : []),
        operator(place.closing, 'ends the values'),
      ]
    case 'operator':
      return operatorOptions(place)
    case 'value':
      return valueOptions(place)
  }
}

function tokenOption(token: Token, group: Token | null): CompletionOption {
  const label = group === null ? token.name : token.name.slice(group.name.length + 1)
  return { label, kind: 'token', detail: token.help, insert: token.type === 'group' ? `${label}:(` : `${label}:` }
}

/** The whole of `name operator` is replaced, so that each option stands for itself. */
function operatorOptions({ name, token, prefix }: Extract<Place, { kind: 'operator' }>): readonly CompletionOption[] {
  const nullTests = [
    operator('is null', 'has no value', `${name} is null`),
    operator('is not null', 'has a value', `${name} is not null`),
  ].filter(({ label }) => label.startsWith(prefix))
  if (prefix !== '') return nullTests
  if (token.type === 'group') return [operator(':(', 'all of this holds for the same one', `${name}:(`)]
  const comparisons = isOrdered(token.type)
    ? [
        operator('>', 'greater', `${name}>`),
        operator('>=', 'greater or the same', `${name}>=`),
        operator('<', 'less', `${name}<`),
        operator('<=', 'less or the same', `${name}<=`),
      ]
    : []
  return [operator(':', 'has this value', `${name}:`), ...comparisons, ...nullTests]
}

/** Names that begin with the prefix first, then those with a part that does, then those that hold it. */
function ranked(tokens: readonly Token[], prefix: string): readonly Token[] {
  const wanted = prefix.toLowerCase()
  const rank = (token: Token): number =>
    Math.min(
      ...[token.name, ...(token.aliases ?? [])].map(written => {
        const name = written.toLowerCase()
        if (name === wanted) return 0
        if (name.startsWith(wanted)) return 1
        return name.includes(`.${wanted}`) ? 2 : name.includes(wanted) ? 3 : 4
      }),
    )
  return tokens
    .map(token => ({ token, rank: rank(token) }))
    .filter(({ rank: found }) => found < 4)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ token }) => token)
}

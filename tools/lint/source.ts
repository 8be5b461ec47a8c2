import { parseSync } from 'oxc-parser'

/** A node of the ESTree; rules look only at the fields they name. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Reference {
  /** The text between the quotes. */
  readonly specifier: string
  /** Names brought in as values: `default`, `*`, or imported names; empty for `import 'x'` and types only. */
  readonly names: readonly string[]
  /** Nothing is left of it when it runs. */
  readonly typeOnly: boolean
  readonly start: number
}

export interface Source {
  /** Relative to the checkout, with `/`. */
  readonly path: string
  readonly text: string
  readonly program: SyntaxNode
  readonly references: readonly Reference[]
}

/** Parses one file. Throws when its syntax is wrong, with path and line. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text, { sourceType: 'module' })
  const [error] = parsed.errors
  if (error !== undefined) {
    throw new Error(`${path}:${lineOf(text, error.labels[0]?.start ?? 0)} does not parse: ${error.message}`)
  }
  const program = parsed.program as unknown as SyntaxNode
  return { path, text, program, references: references(text, parsed.module, program) }
}

type Module = ReturnType<typeof parseSync>['module']

function references(text: string, module: Module, program: SyntaxNode): Reference[] {
  const found: Reference[] = []
  for (const statement of module.staticImports) {
    const names = statement.entries
      .filter(entry => !entry.isType)
      .map(entry => entry.importName.name ?? (entry.importName.kind === 'Default' ? 'default' : '*'))
    const typeOnly = names.length === 0 && statement.entries.length > 0
    found.push({ specifier: statement.moduleRequest.value, names, typeOnly, start: statement.start })
  }
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest === null) continue
      const names = entry.isType ? [] : [entry.importName.name ?? '*']
      found.push({ specifier: entry.moduleRequest.value, names, typeOnly: entry.isType, start: statement.start })
    }
  }
  // Specifiers that are computed cannot be judged; a literal one counts like a statement.
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2]
    if (literal !== undefined) found.push({ specifier: literal, names: ['*'], typeOnly: false, start })
  }
  walk(program, node => {
    if (node.type !== 'TSImportType') return
    const literal = (node.source as SyntaxNode | undefined)?.value
    if (typeof literal === 'string') found.push({ specifier: literal, names: [], typeOnly: true, start: node.start })
  })
  return found
}

/** Visits every node, parents first. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode, parent: SyntaxNode | undefined) => void): void {
  step(node, undefined)

  function step(current: SyntaxNode, parent: SyntaxNode | undefined): void {
    visit(current, parent)
    for (const field of Object.values(current)) {
      if (Array.isArray(field)) {
        for (const item of field) if (isNode(item)) step(item, current)
      } else if (isNode(field)) step(field, current)
    }
  }
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

/** 1-based line of an offset. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

import type { Rule } from '../rule.ts'
import { type SyntaxNode, walk } from '../source.ts'
import { identifier, stringValue } from '../syntax.ts'

/** Commands handed to a shell. Holds in adapters too: there it matters most. */
export const noShell: Rule = {
  name: 'no-shell',
  reason: 'commands are a program and an array of arguments; shell text turns a package name into a command',
  holdsFor: path => !path.startsWith('tests/') && !/\.test\.tsx?$/.test(path),
  check(source, report) {
    for (const { specifier, names, start } of source.references) {
      if (!/^(node:)?child_process$/.test(specifier)) continue
      for (const name of names) if (name === 'exec' || name === 'execSync') report(start, `${name} from ${specifier}`)
    }
    walk(source.program, node => {
      if (node.type !== 'Property') return
      const key = identifier(node.key) ?? stringValue(node.key)
      const value = node.value as SyntaxNode
      if (key === 'shell' && value.type === 'Literal' && (value.value === true || typeof value.value === 'string')) {
        report(node.start, `shell: ${String(value.raw)}`)
      }
    })
  },
}

import type { Rule } from '../rule.ts'
import { type SyntaxNode, walk } from '../source.ts'
import { dotted, identifier } from '../syntax.ts'

const writers = new Set(['innerHTML', 'outerHTML', 'srcdoc'])
const calls = /(^document\.write(ln)?$|\.insertAdjacentHTML$|\.setHTMLUnsafe$|\.createContextualFragment$)/

/** Text handed to the browser as HTML. */
export const noRawHtml: Rule = {
  name: 'no-raw-html',
  reason: 'names and logs come from machines that may be hostile; React escapes text, nothing may go round it',
  holdsFor: path => !path.startsWith('tests/') && !path.startsWith('tools/'),
  check(source, report) {
    walk(source.program, node => {
      if (node.type === 'JSXAttribute' && (node.name as SyntaxNode).name === 'dangerouslySetInnerHTML') {
        report(node.start, 'dangerouslySetInnerHTML')
      } else if (node.type === 'Property' && identifier(node.key) === 'dangerouslySetInnerHTML') {
        report(node.start, 'dangerouslySetInnerHTML')
      } else if (node.type === 'AssignmentExpression') {
        const target = node.left as SyntaxNode
        const name = target.type === 'MemberExpression' ? identifier(target.property) : undefined
        if (name !== undefined && writers.has(name)) report(node.start, name)
      } else if (node.type === 'CallExpression' && calls.test(dotted(node.callee) ?? '')) {
        report(node.start, dotted(node.callee) ?? '')
      }
    })
  },
}

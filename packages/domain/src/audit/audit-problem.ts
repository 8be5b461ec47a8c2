/** What is wrong with a chain, or with the file that it stands in. Numbers are the rows' own. */
export type AuditProblem =
  /** Its text is not the one whose hash it carries. */
  | { readonly kind: 'changed'; readonly n: number }
  /** It is as it was, but searches find it by something else: what they look at was changed. */
  | { readonly kind: 'misfiled'; readonly n: number }
  /** It agrees with itself, but what follows it (a row, or the signed head) names another hash. */
  | { readonly kind: 'replaced'; readonly n: number }
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** It stands behind rows that it belongs before. */
  | { readonly kind: 'moved'; readonly n: number }
  | { readonly kind: 'repeated'; readonly n: number }
  /** The signed head is of a later row. */
  | { readonly kind: 'truncated'; readonly from: number; readonly to: number }
  /** Rows behind the signed head. */
  | { readonly kind: 'added'; readonly from: number; readonly to: number }
  /** The first row does not begin this chain: it is another one's, or was made anew. */
  | { readonly kind: 'foreign'; readonly n: number }
  /** A line of the file is not what was written. */
  | { readonly kind: 'unreadable'; readonly line: number }
  /** The first line, the last one, or the file's digest or signature in it. */
  | { readonly kind: 'begin' | 'end' | 'digest' | 'signature' | 'key' }

const range = (from: number, to: number): string => (from === to ? `row ${from} is` : `rows ${from} to ${to} are`)

/** A sentence without a full stop. */
export function auditProblemText(problem: AuditProblem): string {
  switch (problem.kind) {
    case 'changed':
      return `row ${problem.n} was changed`
    case 'misfiled':
      return `row ${problem.n} is not found by what it says: what searches look at was changed`
    case 'replaced':
      return `row ${problem.n} was replaced: what follows it was made for another`
    case 'missing':
      return `${range(problem.from, problem.to)} missing`
    case 'moved':
      return `row ${problem.n} was moved`
    case 'repeated':
      return `row ${problem.n} stands there twice`
    case 'truncated':
      return `${range(problem.from, problem.to)} cut off at the end`
    case 'added':
      return `${range(problem.from, problem.to)} behind the signed end`
    case 'foreign':
      return `row ${problem.n} belongs to another chain`
    case 'unreadable':
      return `line ${problem.line} of the file cannot be read`
    case 'begin':
      return 'the first line of the file is not the one that was written'
    case 'end':
      return 'the last line of the file is missing or not the one that was written'
    case 'digest':
      return 'the file is not the one whose digest was signed'
    case 'signature':
      return 'the signature of the last line is not good'
    case 'key':
      return 'the file is signed by another key than the one that was expected'
  }
}

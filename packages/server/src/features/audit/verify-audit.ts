import type { AuditVerdict } from '@patchyard/api'
import { type AuditProblem, auditProblemText, createChainVerifier, type SignedHead } from '@patchyard/domain'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { type ChainNumber, readChain, readKeptHeads } from './audit-chains.ts'
import type { AuditHeads } from './audit-heads.ts'
import { hashText } from './audit-store.ts'

const MOST_PROBLEMS = 1000

export type VerifyAudit = (chain: ChainNumber) => Promise<AuditVerdict>

/**
 * Reads a whole chain and everything that was signed of it. One at a time: it is work for the processor. The kept heads tell when rows up to
 * one were written anew; whoever can write the database as its owner could write these too, so a head kept elsewhere tells
 * more (docs/audit.md).
 */
export function createVerifyAudit(ports: { database: Database; heads: AuditHeads }): VerifyAudit {
  const { database, heads } = ports
  let busy = false

  return async chain => {
    if (busy) throw new Problem('busy', { detail: 'a chain is being verified', retryAfterS: 10 })
    busy = true
    try {
      const head = await heads.sign(chain)
      const misfiled: { kind: 'misfiled'; n: number }[] = []
      const verifier = createChainVerifier(hashText, head.chain, { heads: await readKeptHeads(database, chain) })
      for await (const batch of readChain(database, chain, Number.MAX_SAFE_INTEGER)) {
        for (const row of batch) {
          verifier.take(row)
          if (!row.isFiled && misfiled.length < MOST_PROBLEMS) misfiled.push({ kind: 'misfiled', n: row.n })
        }
      }
      const { rows, problems } = verifier.end(head)
      // A row that was changed is told once.
      const changed = new Set(problems.flatMap(problem => ('n' in problem ? [problem.n] : [])))
      const more = misfiled.filter(problem => !changed.has(problem.n))
      return verdictOf(head, { rows, problems: [...problems, ...more].slice(0, MOST_PROBLEMS) })
    } finally {
      busy = false
    }
  }
}

function verdictOf(head: SignedHead, found: { rows: number; problems: readonly AuditProblem[] }): AuditVerdict {
  return {
    ok: found.problems.length === 0,
    rows: found.rows,
    head,
    problems: found.problems.map(problem => ({
      kind: problem.kind,
      from: 'n' in problem ? problem.n : 'from' in problem ? problem.from : 0,
      to: 'n' in problem ? problem.n : 'to' in problem ? problem.to : 0,
      text: auditProblemText(problem),
    })),
  }
}

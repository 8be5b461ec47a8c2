import { type AgentLine, afterReply, type LineReply, nextAttempt } from '../agent-line.ts'
import { classifyLink } from '../link.ts'

/** What the model runs: the rules as they are, or with one left out. */
export interface LinkRules {
  readonly classify: typeof classifyLink
  readonly nextAttempt: typeof nextAttempt
  readonly afterReply: typeof afterReply
  /** The line is committed before the first byte leaves. */
  readonly commitFirst: boolean
}

export const linkRules: LinkRules = { classify: classifyLink, nextAttempt, afterReply, commitFirst: true }

const confirmed = (line: AgentLine): AgentLine => ({
  links: line.links.slice(-1),
  seq: line.seq,
  pending: false,
  sure: true,
})

/** The four that PYP/1 §4 names, and what this model found beside them. Each must make it fail within the first seeds. */
export const omissions: Readonly<Record<string, LinkRules>> = {
  'commit before sending': { ...linkRules, commitFirst: false },
  'provisional 2xx': {
    ...linkRules,
    afterReply(line: AgentLine, reply: LineReply, newLink) {
      return reply.kind === 'plain' ? confirmed(line) : afterReply(line, reply, newLink)
    },
  },
  'unheard links pushed into the ring': {
    ...linkRules,
    classify(stored, request, options) {
      const result = classifyLink(stored, request, options)
      if (result.verdict !== 'ADVANCE') return result
      return { ...result, line: { ...result.line, ring: [stored.link, ...stored.ring].slice(0, 32) } }
    },
  },
  'row 5': {
    ...linkRules,
    classify(stored, request, options) {
      const result = classifyLink(stored, request, options)
      if (result.verdict !== 'LINK_OLD') return result
      const copy = [request.prev, ...request.tried].some(one => stored.ring.includes(one))
      if (!copy) return { ...result, verdict: 'LINK_UNKNOWN', row: 7 }
      return { ...result, verdict: 'COPY', row: 6, line: { ...stored, standing: 'quarantined' } }
    },
  },
  'an answer to a refused request confirms nothing': {
    ...linkRules,
    afterReply(line: AgentLine, reply: LineReply, newLink) {
      return afterReply(line, reply.kind === 'answer' ? { ...reply, why: undefined } : reply, newLink)
    },
  },
  'a resume takes new links only': {
    ...linkRules,
    classify(stored, request, options) {
      const result = classifyLink(stored, request, options)
      if (result.row !== 2 || result.verdict !== 'LINK_OLD') return result
      return classifyLink({ ...stored, link: '', ring: [] }, request, options)
    },
  },
}

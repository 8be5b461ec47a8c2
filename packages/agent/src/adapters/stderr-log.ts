import type { Log, LogDetail } from '../core/ports/log.ts'

/** Lines for the system journal: priority as sd-daemon(3) has it, one sentence, then name=value pairs. Nothing a server says can end a line. */
export function createStderrLog(write: (line: string) => void = line => void process.stderr.write(line)): Log {
  const say = (priority: 4 | 6, text: string, detail: LogDetail = {}) => {
    const pairs = Object.entries(detail).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    write(`<${priority}>${printable(text + pairs.join(''))}\n`)
  }
  return {
    info: (text, detail) => say(6, text, detail),
    warn: (text, detail) => say(4, text, detail),
  }
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}

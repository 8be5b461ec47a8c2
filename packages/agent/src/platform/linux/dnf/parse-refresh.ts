import { textLines } from '../../text-lines.ts'

/**
 * Repositories that `makecache` could not refresh, with the cause. dnf 4 and 5 and yum 3 go on with the others (skip_if_unavailable) and end
 * with 0. Lines that say nothing of the kind are passed over, so there is no error.
 */
export function parseRefresh(stdout: string, stderr: string): ReadonlyMap<string, string> {
  const failed = new Map<string, string>()
  const lines = textLines('makecache', `${stderr}\n${stdout}`)
  lines.forEach((line, index) => {
    const downloading = /^\s*Errors during downloading metadata for repository '([^']+)':/.exec(line)?.[1]
    const cause = /^\s+- (.*)$/.exec(lines[index + 1] ?? '')?.[1]
    const repo = /Failed to download metadata (?:.*)for repo(?:sitory)? ["']([^"']+)["']:? ?(.*)$/.exec(line)
    const ignored = /^(?:Ignoring repositories|Skipping repositories?): (.+)$/.exec(line)?.[1]
    const yum = /^(?:https?|ftp|file):\/\/\S+: \[Errno \d+\] (.*)$/.exec(line)
    const yumRepo = /^\s*(?:failure: \S+ from|One of the configured repositories failed \()([^:)\s]+)/.exec(line)?.[1]
    if (downloading !== undefined) failed.set(downloading, (cause ?? 'cannot be fetched').slice(0, 200))
    else if (repo !== null && !failed.has(repo[1] ?? ''))
      failed.set(repo[1] ?? '', (repo[2] || 'cannot be fetched').slice(0, 200))
    else if (ignored !== undefined) {
      for (const id of ignored.split(/,\s*/)) if (!failed.has(id)) failed.set(id, 'cannot be fetched')
    } else if (yumRepo !== undefined && !failed.has(yumRepo)) failed.set(yumRepo, yum?.[1] ?? line.trim().slice(0, 200))
  })
  return failed
}

/** Ids of repositories in `repolist -v` (yum 3, dnf 4) or `repo info` (dnf 5). */
export function parseRepoIds(text: string): string[] {
  return textLines('repolist', text).flatMap(line => {
    const id = /^Repo(?:sitory)?[- ][iI][dD]\s*:\s*(\S+)/.exec(line)?.[1]
    // yum 3 appends release and architecture.
    return id === undefined ? [] : [id.split('/')[0] ?? id]
  })
}

import { describe, expect, it } from 'vitest'
import { installCommand } from './install-command.ts'

const options = { publicUrl: 'https://patch.example.org', ownAuthority: false, key: 'pyak1_abc' }
const file = { name: 'patchyard-agent-linux-x64.tar.gz', arch: 'x64', sha256: 'f'.repeat(64) }

describe('the install command of a Linux host', () => {
  it('checks the package by the hash that stands in it before anything of it runs', () => {
    const command = installCommand({ ...options, packages: { folder: '/x', files: [file] } })
    expect(command.split(' && ').map(step => step.split(' ')[0])).toEqual([
      'cd',
      'curl',
      'echo',
      'tar',
      './patchyard-agent/install.sh',
    ])
    expect(command).toContain(`echo "${file.sha256}  ${file.name}" | sha256sum -c -`)
    expect(command).not.toContain('curl -fsSk')
  })

  it('takes a certificate that the host cannot know, for the hash is what counts', () => {
    expect(installCommand({ ...options, ownAuthority: true, packages: { folder: '/x', files: [file] } })).toContain(
      'curl -fsSk',
    )
  })

  it('is the enrolment alone where this server has no package to hand out', () => {
    expect(installCommand({ ...options, packages: { folder: '/x', files: [] } })).toMatch(/^patchyard-agent enroll /)
  })
})

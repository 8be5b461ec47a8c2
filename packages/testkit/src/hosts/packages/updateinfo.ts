/** A package as updateinfo names it. */
export interface AdvisoryPackage {
  readonly name: string
  readonly epoch?: number
  readonly version: string
  readonly release: string
  readonly arch?: string
  readonly rebootSuggested?: boolean
  readonly restartSuggested?: boolean
  readonly reloginSuggested?: boolean
}

export interface AdvisoryModule {
  readonly name: string
  readonly stream: string
  readonly version: string
  readonly context: string
  readonly arch: string
}

/** One `<update>`. `type` and `severity` are what the distribution writes there; Red Hat and SUSE use different words. */
export interface Advisory {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly severity?: string
  readonly description?: string
  /** Unix milliseconds. */
  readonly issuedMs?: number
  readonly from?: string
  readonly cves?: readonly string[]
  readonly bugs?: readonly string[]
  readonly packages: readonly AdvisoryPackage[]
  readonly module?: AdvisoryModule
}

const defaultIssuedMs = Date.UTC(2026, 0, 15, 8, 30)

/** The whole updateinfo.xml. */
export function updateinfoXml(advisories: readonly Advisory[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<updates>\n${advisories.map(updateXml).join('')}</updates>\n`
}

function updateXml(advisory: Advisory): string {
  const issued = new Date(advisory.issuedMs ?? defaultIssuedMs).toISOString().slice(0, 19).replace('T', ' ')
  const references = [
    ...(advisory.cves ?? []).map(id => reference('cve', id)),
    ...(advisory.bugs ?? []).map(id => reference('bugzilla', id)),
  ]
  const { module } = advisory
  const moduleXml = module
    ? `<module name="${escape(module.name)}" stream="${escape(module.stream)}" version="${escape(module.version)}" context="${escape(module.context)}" arch="${escape(module.arch)}"/>`
    : ''
  return `<update from="${escape(advisory.from ?? 'tests@patchyard.invalid')}" status="final" type="${escape(advisory.type)}" version="1">
  <id>${escape(advisory.id)}</id>
  <title>${escape(advisory.title)}</title>
  <issued date="${issued}"/>
  <updated date="${issued}"/>
${advisory.severity === undefined ? '' : `  <severity>${escape(advisory.severity)}</severity>\n`}  <description>${escape(advisory.description ?? advisory.title)}</description>
  <references>${references.join('')}</references>
  <pkglist><collection short="tests"><name>tests</name>${moduleXml}${advisory.packages.map(packageXml).join('')}</collection></pkglist>
</update>
`
}

function reference(type: string, id: string): string {
  return `<reference href="https://advisories.invalid/${escape(id)}" id="${escape(id)}" title="${escape(id)}" type="${type}"/>`
}

function packageXml(item: AdvisoryPackage): string {
  const { name, version, release, arch = 'noarch', epoch = 0 } = item
  const flag = (on: boolean | undefined, element: string): string => (on ? `<${element}>True</${element}>` : '')
  return (
    `<package name="${escape(name)}" epoch="${String(epoch)}" version="${escape(version)}" release="${escape(release)}" ` +
    `arch="${escape(arch)}" src="${escape(`${name}-${version}-${release}.src.rpm`)}">` +
    `<filename>${escape(`${name}-${version}-${release}.${arch}.rpm`)}</filename>` +
    flag(item.rebootSuggested, 'reboot_suggested') +
    flag(item.restartSuggested, 'restart_suggested') +
    flag(item.reloginSuggested, 'relogin_suggested') +
    '</package>'
  )
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, found => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[found] ?? found)
}

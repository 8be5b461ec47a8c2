import { Link } from 'react-router'
import { Reported } from '../Reported/Reported.tsx'

const CVE = /^CVE-[0-9]{4}-[0-9]{4,19}$/

/** A CVE with its page behind it; what an agent called so and is none stands there as text. */
export const CveLink = ({ cve }: { readonly cve: string }) =>
  CVE.test(cve) ? <Link to={`/vulnerabilities/${cve}`}>{cve}</Link> : <Reported text={cve} />

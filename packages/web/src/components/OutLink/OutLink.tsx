import { IconExternalLink } from '@tabler/icons-react'
import { shownText } from '../../text/shown-text.ts'
import { Reported } from '../Reported/Reported.tsx'
import css from './OutLink.module.css'

const isWebAddress = (text: string): boolean =>
  text.length <= 2000 && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Leads out of the product, into a tab of its own, without saying from where. What is no address of the web stands there as text. */
export function OutLink({ to, label = to }: { readonly to: string; readonly label?: string }) {
  if (!isWebAddress(to)) return <Reported text={label} wrap />
  return (
    <a href={to} target="_blank" rel="noreferrer noopener" className={css.link}>
      <bdi>{shownText(label, 400)}</bdi>
      <IconExternalLink size={13} aria-hidden className={css.icon} />
    </a>
  )
}

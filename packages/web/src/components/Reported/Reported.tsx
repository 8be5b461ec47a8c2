import { shownText } from '../../text/shown-text.ts'
import css from './Reported.module.css'

interface ReportedProps {
  /** As an agent or a person sent it. */
  readonly text: string
  /** In type of one width: versions, keys, digests. */
  readonly mono?: boolean
  /** Long text goes on in the next line instead of being cut with an ellipsis. */
  readonly wrap?: boolean
  /** Shown when the text is empty. */
  readonly instead?: string
}

/** Text from outside: isolated, so that right-to-left names do not turn their surroundings, and without invisible tricks. */
export function Reported({ text, mono = false, wrap = false, instead = '–' }: ReportedProps) {
  if (text.trim() === '') return <span className="quiet nothing">{instead}</span>
  const shown = shownText(text)
  const className = [wrap ? css.wrap : css.cut, mono ? css.mono : ''].join(' ')
  return (
    <bdi className={className} title={wrap ? undefined : shown}>
      {shown}
    </bdi>
  )
}

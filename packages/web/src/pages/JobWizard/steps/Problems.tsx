import { IconAlertTriangle } from '@tabler/icons-react'
import { useWizard } from '../state/wizard-context.ts'
import css from './Problems.module.css'

interface ProblemsProps {
  /** JSON pointers; what stands below them is meant, too. */
  readonly at: readonly string[]
}

/** What is wrong with parts that have no field of their own to say it at. */
export function Problems({ at }: ProblemsProps) {
  const { problemsBelow } = useWizard()
  const messages = [...new Set(at.flatMap(pointer => problemsBelow(pointer)))]
  if (messages.length === 0) return null
  return (
    <ul className={css.problems} role="alert">
      {messages.map(message => (
        <li key={message}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  )
}

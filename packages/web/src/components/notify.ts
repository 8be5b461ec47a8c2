import { notifications } from '@mantine/notifications'
import { failureText } from '../api/failure-text.ts'

/** A short word in the corner: something was done. */
export function showDone(message: string): void {
  notifications.show({ message, color: 'petrol', autoClose: 6000, withBorder: true })
}

/** Something was not done; stays until it is closed. */
export function showFailure(title: string, error: unknown): void {
  notifications.show({ title, message: failureText(error).detail, color: 'red', autoClose: false, withBorder: true })
}

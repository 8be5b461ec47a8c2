/** Consent to a program that asks by `patchyard login`. */
export const device = {
  'device.title': 'Let a program in',
  'device.code': 'The code of the program',
  'device.codeOfTheProgram': 'Code',
  'device.codeHint': 'As the program shows it, such as WDJB-MJHT. It ends after ten minutes.',
  'device.goOn': 'Go on',
  'device.mayThisMachine': 'May this machine act for you?',
  'device.consentText':
    '{{machine}} asks for an API key. With it, programs there act for you without asking again. If you did not run “patchyard login” there just now, refuse.',
  'device.machine': 'Machine',
  'device.address': 'Asks from',
  'device.asked': 'Asked',
  'device.compare': 'The machine named itself. Compare the code with the one that it shows.',
  'device.refuse': 'Refuse',
  'device.allow': 'Allow',
  'device.allowed': 'The machine is let in',
  'device.allowedText': 'Go back to it: it goes on by itself. Its key stands under API keys, where you can revoke it.',
  'device.refused': 'The machine is refused',
  'device.refusedText': 'It was given nothing.',
} as const

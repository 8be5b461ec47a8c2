/** Second factors: setting them up and answering with them. */
export const factors = {
  'factors.code': 'Code',
  'factors.sixDigitsOfTheApp': 'The six digits that your authenticator app shows now.',
  'factors.sixDigits': 'Six digits',
  'factors.recoveryCode': 'Recovery code',
  'factors.recoveryCodes': 'Recovery codes',
  'factors.eachWorksOnce': 'One of those that you kept; each works once.',
  'factors.theSecret': 'the secret for your app',
  'factors.scanThis': 'Scan this with an authenticator app on your phone, then type the code that it shows.',
  'factors.qrOfTheSecret': 'QR code of the secret that stands below as text',
  'factors.secret': 'Secret',
  'factors.typeItInstead': 'To type instead of scanning: time-based, six digits, 30 seconds.',
  'factors.switchItOn': 'Switch it on',
  'factors.keepTheseCodes':
    'Keep them where you find them without this device: in a password manager, or on paper. Each lets you in once. They are shown this once.',
  'factors.download': 'Download',
  'factors.iHaveThem': 'I have them',
  'factors.whatAPasskeyIs': 'Your browser asks where to keep it: on this device, on a phone, or on a security key.',
  'factors.passkeyTitle': 'Title',
  'factors.passkeyTitleHint': 'What you tell it from others by, such as the name of the device.',
  'factors.makeIt': 'Make it',
  'factors.demandedText':
    'Your subscription demands a second factor from everybody who signs in with a password. Set one up; then everything opens.',
  'factors.setUpTheApp': 'Set up an authenticator app',
  'factors.addAPasskey': 'Add a passkey',
} as const

import { jobPeople } from '../en/job-people.ts'
import { personPicker } from '../en/person-picker.ts'
import { addTexts } from '../text.ts'

addTexts({ ...jobPeople, ...personPicker })

import { concept } from './concept.ts';

/** What colleagues ask each other for. */
export const WORKPLACE = [
  concept({
    name: 'hr',
    namedBy: `hr, human resources, holiday, vacation, time off, leave, absence, sick`,
    words: `
      vacation, holiday, time off, leave, sick, sick note, parental leave, days off, pto, absence,
      overtime, contract of employment
      `,
    messages: `
      I would like to take next week off; how many vacation days do I have left; I am ill and cannot come
      in; has my leave been approved; when does parental leave begin
      `,
  }),
  concept({
    name: 'onboarding',
    namedBy: `
      onboarding, new hire, new hires, new starter, new starters, new employee, new employees, joiner,
      joiners
      `,
    words: `
      new employee, new colleague, starts on, starting, joins, joining, first day, new hire, begins,
      intern, contractor, welcome, laptop for, set up accounts
      `,
    messages: `
      a new colleague starts on Monday; please prepare everything for our new hire; she joins the team
      next week; accounts for the new intern
      `,
  }),
  concept({
    name: 'offboarding',
    namedBy: `offboarding, leavers, leaver, departing, last day`,
    words: `
      last day, leaving the company, leaves us, disable account, hand in, return laptop, resignation,
      resigned, revoke
      `,
    messages: `
      Friday is his last day; please disable her accounts; he is leaving the company; where do I return my
      laptop
      `,
  }),
  concept({
    name: 'access and devices',
    namedBy: `
      access, access requests, permissions, permission, it support, it, accounts, licence, license,
      licences, licenses, hardware, devices, laptop
      `,
    words: `
      access, permission, permissions, rights, admin rights, read rights, folder, shared mailbox, shared
      drive, vpn, licence, license, badge, account for, add me to, group, laptop, phone, device, install
      `,
    messages: `
      I need access to the shared folder; please give me admin rights; I have no licence for this program;
      add me to the mailbox; the VPN is not set up for me; she needs a laptop and an account; my device
      needs a reset
      `,
  }),
  concept({
    name: 'recruiting',
    namedBy: `recruiting, recruitment, applicants, candidates, job applications, hiring`,
    words: `application, cv, resume, apply, job, position, vacancy, candidate, interview, hiring`,
    messages: `I am applying for the open position; please find my CV attached; do you have any vacancies`,
  }),
  concept({
    name: 'meeting',
    namedBy: `meeting, meetings, calendar, schedule, scheduling, appointment, appointments`,
    words: `
      meeting, calendar, schedule, reschedule, appointment, invite, slot, available, book a call, postpone
      `,
    messages: `
      please schedule a meeting for tomorrow; move my appointment to Friday; what is on my calendar; are
      you free at three
      `,
  }),
  concept({
    name: 'reminders',
    namedBy: `reminders, reminder, to-do, to-do list, tasks, shopping list, alarms, alarm, timer, timers`,
    words: `
      remind, reminder, to do, todo, list, shopping list, alarm, timer, wake me, task, add to my list
      `,
    messages: `
      remind me to call her; put milk on my shopping list; what is on my list; set an alarm for six; start
      a timer
      `,
  }),
];

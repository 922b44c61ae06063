import { concept } from './concept.ts';

/** What people write to a help desk. */
export const SUPPORT = [
  concept({
    name: 'technical',
    namedBy: `
      technical, tech, engineering, bug, bugs, error, errors, broken, defect, defects, malfunction, fault,
      faults, outage, not working, do not work, does not work, not work, crash, crashes, software
      `,
    words: `
      error, bug, crash, crashes, broken, not working, doesn't work, does not load, fails, failed,
      failure, freeze, freezes, stuck, slow, timeout, blank, white page, log in, login, password, sync,
      api, webhook, integration, server, down, outage, update, version, browser, app, export, import,
      upload, download, install, code, glitch, malfunction, button, screen, page, loads for ages, nothing
      happens, shows nothing, stays empty, any more since, since the update, reach the website
      `,
    messages: `
      the app crashes when I open it; I get an error message; the page does not load; it stopped working
      after the update; I cannot log in; the export fails every time; everything is very slow today; the
      button does nothing; data is not syncing; the server is down; your integration returns an error; the
      screen stays blank; results shown are wrong; the list stays empty and keeps loading; I no longer get
      notifications; nothing happens when I click; nobody can reach the site
      `,
  }),
  concept({
    name: 'login',
    namedBy: `login, log in, sign in, password, passwords, account access, locked out, passcode`,
    words: `
      login, log in, sign in, password, reset, locked out, two factor, authenticator, code, username, sso,
      credentials, forgot
      `,
    messages: `
      I forgot my password; I am locked out of my account; the login code is rejected; how do I reset my
      password; it says my username is unknown
      `,
  }),
  concept({
    name: 'security',
    namedBy: `security, breach, hacked, phishing, vulnerability`,
    words: `
      hacked, breach, phishing, suspicious, malware, virus, leaked, stolen password, vulnerability,
      unauthorised access, ransomware
      `,
    messages: `
      somebody logged into my account; I received a phishing mail; we found a security hole; I think we
      have been hacked
      `,
    exact: `hacked, data breach, phishing, ransomware, malware, vulnerability, leaked`,
  }),
  concept({
    name: 'outage',
    namedBy: `outage, downtime, incident, incidents, emergency, urgent`,
    words: `
      down, outage, offline, unavailable, urgent, emergency, immediately, asap, production, incident, all
      users
      `,
    messages: `the whole site is down; nobody can work, this is urgent; our production system is offline`,
    exact: `outage, emergency, everything is down, production is down`,
  }),
  concept({
    name: 'how-to',
    namedBy: `how-to, questions about using, training, usage, general questions`,
    words: `how do i, how can i, where do i find, is it possible, tutorial, guide, documentation, explain`,
    messages: `how do I use this feature; where do I find the setting; is there a guide for beginners`,
  }),
  concept({
    name: 'feedback',
    namedBy: `
      feedback, feature, features, feature requests, ideas, suggestions, suggestion, product, improvement,
      improvements
      `,
    words: `
      suggestion, idea, feature, would be great, would be nice, wish, feedback, please add, improve,
      consider, option to, support for, missing feature, dark mode, shortcut, proposal, i find it, i miss,
      clearer
      `,
    messages: `
      it would be great if you added this; I have an idea for a new feature; please consider a dark mode;
      my feedback after the first weeks; I wish I could sort the list; could you support more languages;
      one small suggestion
      `,
  }),
  concept({
    name: 'complaint',
    namedBy: `complaint, complaints, angry, unhappy, dissatisfied, upset`,
    words: `
      complaint, unacceptable, terrible, disappointed, angry, worst, rude, ridiculous, never again,
      unhappy, furious, let down, poor service
      `,
    messages: `
      I am very disappointed with your service; this is unacceptable; I want to complain about your staff;
      worst experience ever
      `,
  }),
  concept({
    name: 'praise',
    namedBy: `praise, thanks, compliments, positive`,
    words: `thank you, thanks, great, wonderful, lovely, excellent, amazing, happy, well done`,
    messages: `thank you so much for your help; you are doing a great job; I love your product`,
  }),
  concept({
    name: 'human',
    namedBy: `human, person, representative, speak to, talk to, operator, agent, supervisor, manager`,
    words: `
      human, real person, representative, someone, speak to, talk to, manager, operator, supervisor, agent
      please
      `,
    messages: `
      I want to talk to a real person; can I speak to your manager; please connect me to someone; is there
      a human I can talk to
      `,
    exact: `
      real person, human being, a human, speak to someone, talk to someone, speak to a person, talk to a
      person, your manager, your supervisor
      `,
  }),
  concept({
    name: 'legal',
    namedBy: `
      legal, law, lawyer, lawyers, lawsuit, lawsuits, attorney, solicitor, court, regulator, regulators,
      compliance, contract, gdpr, privacy
      `,
    words: `
      legal, lawyer, attorney, solicitor, court, sue, lawsuit, suing, litigation, subpoena, tribunal,
      judge, claim, liability, damages, gdpr, data protection, authority, regulator, ombudsman, complaint
      authority, trademark, copyright, infringement, infringes, cease and desist, counsel, settlement,
      contract clause, terms, dpa, plaintiff, legal action, proceedings, summons, inspector, police
      `,
    messages: `
      my lawyer will contact you; I will take you to court; this is a formal legal notice; we received a
      subpoena; you are violating data protection law; your product infringes our patent; our counsel
      wants to change the contract; I will report you to the authority; we are filing a lawsuit; a
      regulator has asked for documents; I hold you liable for the damage
      `,
    exact: `
      lawyer, lawyers, attorney, solicitor, barrister, legal action, legal steps, legal notice, legal
      team, legal department, legal counsel, legal proceedings, our counsel, my counsel, take legal,
      lawsuit, sue, sues, suing, sued, litigation, court, courtroom, subpoena, summons, tribunal,
      plaintiff, cease and desist, trademark, copyright, infringement, patent,
      gdpr, data protection, ombudsman, regulator, liability, file a claim, law firm, small claims,
      liable, prosecute, arbitration
      `,
  }),
  concept({
    name: 'privacy',
    namedBy: `privacy, personal data, gdpr, data protection, data deletion`,
    words: `
      personal data, privacy, gdpr, delete my data, copy of my data, consent, data subject, erase,
      tracking
      `,
    messages: `please delete all my personal data; which data do you store about me; I withdraw my consent`,
    exact: `gdpr, personal data, data protection, delete my data, data subject`,
  }),
  concept({
    name: 'address',
    namedBy: `address change, personal details, change of address, contact details`,
    words: `
      address, moved, new address, phone number, name change, update my details, email address, surname
      `,
    messages: `I moved and have a new address; please update my phone number; I want to change my name`,
  }),
];
